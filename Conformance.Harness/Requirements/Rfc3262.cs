using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3262: provisional responses that are sent reliably. All but the first statement bind who lists 100rel.</summary>
public static class Rfc3262
{
    /// <summary>Section 4. In the IMS profile it is asked for once more, where preconditions are used (RFC 3312).</summary>
    public static readonly Requirement Announces = Should(
        id: "RFC3262-4-1",
        quote: "An INVITE lists 100rel in Supported, or in Require if the client insists on it; no other request requires it.",
        when: trace => trace.ClientInvites().Concat(trace.ClientRequests().Where(it => it.Sip.Method != "INVITE" && it.Sip.Requires100Rel())),
        then: it => it.Sip.Method != "INVITE" ? it.LacksElement("Require", Reliability.Tag)
            : it.Sip.Requires100Rel() ? it.HasElement("Require", Reliability.Tag)
            : it.HasElement("Supported", Reliability.Tag),
        mutants:
        [
            Mutant.RewritesSip("supports-no-reliable-responses", Rewriting.IsInitialInvite, it => it.With("Supported", "")),
            Mutant.Rewrites("requires-reliable-responses-to-its-bye", "BYE", it => it.WithAdded("Require", Reliability.Tag)),
        ]);

    /// <summary>Section 4. Where a refusal follows at once, or the user has ended the attempt, nobody waits for a PRACK any more.</summary>
    public static readonly Requirement Confirms = Shall(
        id: "RFC3262-4-2",
        quote: "A provisional response other than 100 that requires 100rel is confirmed by a PRACK within its dialog.",
        when: trace => trace.ReliableResponses().Where(it => it.Order == ResponseOrder.Next && !IsOvertaken(it)),
        then: IsConfirmed,
        mutants:
        [
            Mutant.Drops("sends-no-prack", "PRACK"),
            Mutant.Rewrites("sends-its-prack-outside-the-dialog", "PRACK", it => it.WithEdited("To", to => to.Split(";tag=")[0])),
        ],
        conditional: true);

    /// <summary>Section 4.</summary>
    public static readonly Requirement LeavesOthersAlone = Shall(
        id: "RFC3262-4-3",
        quote: "No PRACK is sent for a 100, nor for a reliable response before which another is missing.",
        when: trace => Trying(trace).Concat(trace.ReliableResponses().Where(it => it.Order == ResponseOrder.Early)),
        then: it => HasNoPrack(it, it.Response.Sip.StatusCode == 100 ? "drop what a 100 requires" : "drop the response, or keep it until the missing one is here"),
        mutants:
        [
            Mutant.Mishears("confirms-a-100", it => it.StatusCode == 100 && it.Requires100Rel(), it => it.WithStartLine("SIP/2.0 183 Session Progress").WithEdited("To", to => $"{to};tag=trying")),
            new Mutant("confirms-a-response-out-of-order", () => Reads(distance => Math.Min(distance, 1))),
        ],
        conditional: true);

    /// <summary>
    /// Section 4. Copies are to be dropped, but it also says that another PRACK for one is no error of the protocol: so it is
    /// advice, and a statement of its own.
    /// </summary>
    public static readonly Requirement DropsCopies = Should(
        id: "RFC3262-4-3.1",
        quote: "A copy of a reliable response is dropped: it gets no PRACK of its own.",
        when: trace => trace.ReliableResponses().Where(it => it.Order == ResponseOrder.Copy),
        then: HasOnePrack,
        mutants: [new Mutant("confirms-each-copy", () => Reads(distance => Math.Max(distance, 1)))],
        conditional: true);

    /// <summary>Section 7.2.</summary>
    public static readonly Requirement RAckMatches = Shall(
        id: "RFC3262-7.2-1",
        quote: "RAck has the number in RSeq, and then number and method in CSeq, of the response that is confirmed.",
        when: trace => trace.ClientRequests("PRACK").Select(it => (Trace: trace, Prack: it)),
        then: it => NamesResponse(it.Trace, it.Prack),
        mutants:
        [
            Mutant.Rewrites("confirms-the-number-after", "PRACK", it => it.WithEdited("RAck", value => Counted(value, 0))),
            Mutant.Rewrites("confirms-its-own-cseq-number", "PRACK", it => it.WithEdited("RAck", value => Counted(value, 1))),
            Mutant.Rewrites("writes-the-method-in-rack-in-lower-case", "PRACK", it => it.WithEdited("RAck", value => value.Replace("INVITE", "invite", StringComparison.Ordinal))),
            Mutant.Rewrites("leaves-out-rack", "PRACK", it => it.Without("RAck")),
        ],
        conditional: true);

    /// <summary>Section 5; which description is the answer is seen by the MSRP session that follows.</summary>
    public static readonly Requirement TakesDescription = Shall(
        id: "RFC3262-5-1",
        quote: "An answer in a reliable provisional response is the answer, whether the 2xx repeats it or not; an offer there is answered in the PRACK.",
        when: trace => trace.ReliableResponses().Where(it => it.Order == ResponseOrder.Next && it.Response.Sdp() is not null && (HasSession(it) || !HasOffer(it))),
        then: it => HasOffer(it)
            ? Session(it)!.IsTakenUp("take the description in the reliable response for the answer", it.Response.Whole("the answer"))
            : AnswersOffer(it),
        mutants: [Mutant.Mishears("overlooks-an-answer-in-a-reliable-response", it => it.IsReliable() && it.BodyPart("application/sdp") is not null, it => it.Without("Content-Type").WithBody([]))],
        given: it => it.Msrp,
        conditional: true);

    /// <summary>A 100 that claims to be reliable.</summary>
    private static IEnumerable<ReliableResponse> Trying(Trace trace) => trace.ClientTransactions()
        .Where(it => it.Method == "INVITE")
        .SelectMany(invite => invite.Responses
            .Where(it => it.Sip.StatusCode == 100 && it.Sip.Requires100Rel() && it.Sip.RSeq() is not null)
            .Select(it => new ReliableResponse(invite, it, ResponseOrder.Early)));

    private static bool IsOvertaken(ReliableResponse it)
    {
        var refusal = it.Invite.FinalResponse;
        var cancel = it.Trace.ClientRequests("CANCEL").FirstOrDefault(cancel => cancel.Sip.CallId == it.Invite.Request.Sip.CallId);
        return (refusal?.Sip.StatusCode >= 300 && refusal.At - it.Response.At <= ExpectDialog.Transit) || cancel?.Number < it.Response.Number;
    }

    private static Finding IsConfirmed(ReliableResponse it)
    {
        var expected = $"a PRACK with To tag {it.RemoteTag} for the reliable {it.Response.Title()} with RSeq {it.Number}";
        var pracks = PracksFor(it).ToList();
        return pracks.Find(prack => IsInDialog(it, prack)) is { } right
            ? Finding.Holds(expected, "it came", right.StartLine(), it.Response.Field("RSeq"))
            : pracks.FirstOrDefault() is { } stray
                ? Finding.Fails(expected, $"a PRACK with To: {stray.Sip.Header("To")?.Value}", $"send it within the dialog, with tag={it.RemoteTag} in To", stray.Field("To"), it.Response.Field("To"))
                : it.Trace.NeverCame(it.Response, expected, "no PRACK", "confirm it with a PRACK", it.Response.Field("RSeq"));
    }

    /// <summary>The PRACKs that may be meant for a response: those with its number, and those whose RAck fits no response at all.</summary>
    private static IEnumerable<WireMessage> PracksFor(ReliableResponse it) => it.Trace.ClientRequests("PRACK").Where(prack =>
        prack.Number > it.Response.Number
        && (prack.Sip.CallId == it.Invite.Request.Sip.CallId || prack.Sip.To?.Value?.Tag == it.RemoteTag)
        && (prack.Sip.RAck?.Value?.ResponseNumber == it.Number || Confirmed(it.Trace, prack).All(other => other.Sip.RSeq() != prack.Sip.RAck?.Value?.ResponseNumber)));

    private static bool IsInDialog(ReliableResponse it, WireMessage prack) => prack.Sip.CallId == it.Invite.Request.Sip.CallId
        && prack.Sip.To?.Value?.Tag == it.RemoteTag
        && prack.Sip.From?.Value?.Tag == it.Invite.Request.Sip.From?.Value?.Tag;

    private static Finding HasNoPrack(ReliableResponse it, string mend)
    {
        var expected = $"no PRACK for the {it.Response.Title()} with RSeq {it.Number}";
        var isOnlyOne = it.Invite.Responses.Count(other => other.Sip.RSeq() == it.Number) == 1;
        var prack = it.Trace.ClientRequests("PRACK").FirstOrDefault(prack => prack.Number > it.Response.Number
            && prack.Sip.CallId == it.Invite.Request.Sip.CallId
            && prack.Sip.RAck?.Value?.ResponseNumber == it.Number);
        return prack is null || !isOnlyOne
            ? Finding.Holds(expected, "none", it.Response.Field("RSeq"))
            : Finding.Fails(expected, "a PRACK", mend, prack.Field("RAck"), it.Response.Field("RSeq"));
    }

    private static Finding HasOnePrack(ReliableResponse it)
    {
        var expected = $"one PRACK for the {it.Response.Title()} with RSeq {it.Number}";
        var pracks = it.Trace.ClientRequests("PRACK")
            .Where(prack => prack.Sip.RAck?.Value?.ResponseNumber == it.Number && IsInDialog(it, prack))
            .DistinctBy(prack => prack.TopVia()?.Branch)
            .ToList();
        return pracks.Count > 1
            ? Finding.Fails(expected, string.Create(CultureInfo.InvariantCulture, $"{pracks.Count} PRACKs"), "drop the copy", pracks[1].Field("RAck"), it.Response.Field("RSeq"))
            : Finding.Holds(expected, string.Create(CultureInfo.InvariantCulture, $"{pracks.Count}"), it.Response.Field("RSeq"));
    }

    /// <summary>The provisional responses with an RSeq that had come under the PRACK's Call-ID, or to its dialog.</summary>
    private static IEnumerable<WireMessage> Confirmed(Trace trace, WireMessage prack) => trace.Messages.Where(it => it is { IsSip: true, IsFromClient: false }
        && it.Number < prack.Number
        && it.Sip.StatusCode is > 0 and < 200
        && it.Sip.RSeq() is not null
        && (it.Sip.CallId == prack.Sip.CallId || it.Sip.To?.Value?.Tag == prack.Sip.To?.Value?.Tag));

    private static Finding NamesResponse(Trace trace, WireMessage prack)
    {
        var responses = Confirmed(trace, prack).ToList();
        if (responses.Count == 0)
        {
            return Finding.Fails("a PRACK for a provisional response with RSeq", "a PRACK, and no such response before it", "confirm reliable responses only", prack.Field("RAck"));
        }

        // The nearest of several is told by the number, else it is the last in order.
        var rack = prack.Sip.RAck?.Value;
        var response = responses.FindLast(it => it.Sip.RSeq() == rack?.ResponseNumber) ?? responses[^1];
        var sequence = response.Sip.CSeq?.Value;
        var expected = $"{response.Sip.RSeq()} {sequence?.Number} {sequence?.Method}";
        return Finding.That(
            rack is not null && rack.ResponseNumber == response.Sip.RSeq() && rack.SequenceNumber == sequence?.Number && rack.Method == sequence.Method,
            $"RAck: {expected}",
            prack.Sip.Header("RAck") is { } header ? $"RAck: {header.Value}" : "no RAck",
            $"write RAck: {expected}",
            prack.Field("RAck"),
            response.Field("RSeq"),
            response.Field("CSeq"));
    }

    private static bool HasOffer(ReliableResponse it) => it.Invite.Request.Sdp() is not null;

    private static MsrpSession? Session(ReliableResponse it) => it.Trace.Sessions().FirstOrDefault(session => session.Answer.Message == it.Response);

    private static bool HasSession(ReliableResponse it) => Session(it) is not null;

    private static Finding AnswersOffer(ReliableResponse it)
    {
        const string Expected = "a session description in the PRACK, which answers the offer";
        return PracksFor(it).FirstOrDefault() is { } prack
            ? Finding.That(prack.Sdp() is not null, Expected, prack.Sdp() is null ? "none" : "it is there", "answer the offer in the PRACK", prack.StartLine(), it.Response.Whole("the offer"))
            : Finding.Undecided(Expected, "no PRACK", it.Response.Whole("the offer"));
    }

    /// <summary>A RAck whose number at that place is one higher.</summary>
    private static string Counted(string value, int place)
    {
        var words = value.Split(' ');
        words[place] = (long.Parse(words[place], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', words);
    }

    /// <summary>
    /// The client reads other distances between the numbers of a dialog's responses than were written, and confirms each as
    /// it was written.
    /// </summary>
    private static Tamper Reads(Func<uint, uint> distance)
    {
        var last = new Dictionary<string, (uint Written, uint Read)>();
        var written = new Dictionary<(string Tag, uint Read), uint>();
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                var response = SipMessage.Parse(octets);
                if (protocol != WireProtocol.Sip || !response.IsReliable())
                {
                    return [octets];
                }

                var (tag, number) = (response.To?.Value?.Tag ?? "", response.RSeq()!.Value);
                var read = last.TryGetValue(tag, out var before) ? before.Read + distance(number - before.Written) : number;
                last[tag] = (number, read);
                written[(tag, read)] = number;
                return [response.With("RSeq", read.ToString(CultureInfo.InvariantCulture)).Octets];
            },
            Send = it => it.Protocol == WireProtocol.Sip && it.Sip is { Method: "PRACK", RAck.Value: { } rack, To.Value.Tag: { } tag }
                ? [it with { Octets = it.Sip.With("RAck", string.Create(CultureInfo.InvariantCulture, $"{written[(tag, rack.ResponseNumber)]} {rack.SequenceNumber} {rack.Method}")).Octets }]
                : [it],
        };
    }
}
