using System.Text.Json.Nodes;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3312, with RFC 4032: preconditions. It binds who uses them.</summary>
public static class Rfc3312
{
    private const string Tag = "precondition";

    /// <summary>Section 4. Types other than qos are allowed.</summary>
    public static readonly Requirement Grammar = Shall(
        id: "RFC3312-4-1",
        quote: "A status line is a=curr or a=conf with type, status and direction, or a=des with type, strength, status and direction.",
        when: trace => Sent.Sdps(trace)
            .Where(it => it.Reading.Value is not null)
            .SelectMany(sdp => sdp.Description.Media.SelectMany(Preconditions.Attributes), (sdp, attribute) => (Sdp: sdp, Attribute: attribute)),
        then: it => Finding.That(
            StatusLine.Parse(it.Attribute) is not null,
            it.Attribute.Name == "des"
                ? "a=des:qos, a strength, e2e, local or remote, and none, send, recv or sendrecv"
                : $"a={it.Attribute.Name}:qos, e2e, local or remote, and none, send, recv or sendrecv",
            $"a={it.Attribute.Line.Value}",
            it.Attribute.Name == "des" ? "write it like a=des:qos mandatory local sendrecv" : $"write it like a={it.Attribute.Name}:qos local none",
            it.Sdp.At(it.Attribute.Line)),
        mutants:
        [
            Rewriting.RewritesOffer("desires-with-an-unknown-strength", sdp => sdp.Replace("qos mandatory", "qos required", StringComparison.Ordinal)),
            Rewriting.RewritesOffer("says-nothing-of-the-direction", sdp => sdp.Replace("a=curr:qos local none", "a=curr:qos local", StringComparison.Ordinal)),
        ],
        conditional: true);

    /// <summary>Section 5.1.1, for each media section of an offer and each type of precondition in it.</summary>
    public static readonly Requirement WholeTable = Shall(
        id: "RFC3312-5.1.1-1",
        quote: "An offer has one current status for each segment, or for end to end, and for each the desired one as sendrecv, or as send and recv where these differ.",
        when: trace => Preconditions.InvitesWithPreconditions(trace).SelectMany(it => it.Preconditioned()).Where(it => it.Lines.Count > 0),
        then: it => Finding.All(it.Lines.Where(line => line.Kind != "conf").GroupBy(line => line.Type).Select(lines => IsWhole(it, [.. lines])).DefaultIfEmpty(IsWhole(it, []))),
        mutants:
        [
            Rewriting.RewritesOffer("leaves-out-the-peers-current-status", sdp => sdp.Replace("a=curr:qos remote none\r\n", "", StringComparison.Ordinal)),
            Rewriting.RewritesOffer("desires-nothing-of-the-peer", sdp => sdp.Replace("a=des:qos optional remote sendrecv\r\n", "", StringComparison.Ordinal)),
            Rewriting.RewritesOffer("desires-sending-alone", sdp => sdp.Replace("qos mandatory local sendrecv", "qos mandatory local send", StringComparison.Ordinal)),
        ],
        conditional: true);

    /// <summary>
    /// Section 11. In an IMS the tag is never required but only supported (TS 24.229 section 5.1.3.1), so that both do there. UPDATE in
    /// Allow is advice and not asked for.
    /// </summary>
    public static readonly Requirement Tags = Shall(
        id: "RFC3312-11-1",
        quote: "An INVITE with preconditions supports 100rel, and requires precondition where one is mandatory, else requires or supports it.",
        when: trace => Preconditions.InvitesWithPreconditions(trace).Select(it => (Invite: it, trace.Provisioning.Declaration.Ims)),
        then: it => Finding.All([Announces(it.Invite, "100rel", mayOnlySupport: true), Announces(it.Invite, Tag, mayOnlySupport: it.Ims || !HasMandatory(it.Invite))]),
        mutants:
        [
            Mutant.RewritesSip("has-preconditions-and-no-tag", HasPreconditions, it => it.Without("Require").With("Supported", "100rel")),
            Mutant.RewritesSip("has-preconditions-and-no-100rel", HasPreconditions, it => it.With("Supported", Tag)),
        ],
        conditional: true);

    /// <summary>
    /// Section 6. The last description of either side says how things stand; one without preconditions comes from who
    /// does not use them (section 11).
    /// </summary>
    public static readonly Requirement NoMediaBefore = Should(
        id: "RFC3312-6-1",
        quote: "No MSRP message is sent while a mandatory precondition is unmet.",
        when: trace => trace.Sessions().Where(it => it.Sends.Any() && it.Offer.Message.Preconditioned().Any(media => media.Lines.Any(line => line.IsMandatory))),
        then: IsMet,
        mutants: [new Mutant("sends-msrp-before-its-preconditions-are-met", () => new Tamper { Send = it => it.Protocol == Wire.WireProtocol.Sip && it.Sip.Method == "UPDATE" ? [] : [it] })],
        conditional: true);

    /// <summary>Section 8. That it is acknowledged is RFC3261-17.1.1.3-1's matter; a new INVITE without preconditions is allowed.</summary>
    public static readonly Requirement FailureIsFinal = Should(
        id: "RFC3312-8-1",
        quote: "A 580 refuses the INVITE as any final failure does: no session comes of it, and the user is not told otherwise.",
        when: trace => trace.Attempts()
            .Where(it => it.Dialog is null && it.Invites.Any(invite => invite.FinalResponse?.Sip.StatusCode == 580))
            .Select(it => (Attempt: it, Refusal: it.Invites.First(invite => invite.FinalResponse?.Sip.StatusCode == 580).FinalResponse!)),
        then: it => TakesAsFailure(it.Attempt, it.Refusal),
        mutants: [new Mutant("takes-a-refused-chat-for-one-that-is-up", () => new Tamper { Report = SaysUp })],
        given: it => it.Ims);

    /// <summary>
    /// TS 24.229 section 5.1.3.1, which repeats section 11 for the IMS: the tags stand in Supported. Advice, since only extracts of it were
    /// seen; that 100rel stands there without preconditions as well could not be looked up.
    /// </summary>
    public static readonly Requirement TagsInIms = Should(
        id: "T24229-24.229_5.1.3.1-1",
        quote: "An INVITE that uses preconditions names 100rel and precondition in Supported.",
        when: Preconditions.InvitesWithPreconditions,
        then: it => Finding.All([it.HasElement("Supported", "100rel"), it.HasElement("Supported", Tag)]),
        mutants:
        [
            Mutant.RewritesSip("requires-what-it-should-support", HasPreconditions, it => it.With("Supported", "100rel").WithAdded("Require", Tag)),
            Mutant.RewritesSip("has-preconditions-and-supports-nothing", HasPreconditions, it => it.With("Supported", "")),
        ],
        given: it => it.Ims,
        conditional: true);

    private static Finding TakesAsFailure(ChatAttempt attempt, WireMessage refusal)
    {
        const string Expected = "no chat after the 580";
        var evidence = refusal.Whole("the 580");
        var isSaidToBeUp = attempt.Reports.Any(it => it is ChatEstablished up && up.Chat == attempt.Chat) || attempt.Description?.State == "up";
        var send = attempt.Window.OfType<WireMessage>().FirstOrDefault(it => it is { IsMsrp: true, IsFromClient: true } && it.Number > refusal.Number);
        return isSaidToBeUp ? Finding.Fails(Expected, "the user was told that it is up", "report that it failed", evidence)
            : send is not null ? Finding.Fails(Expected, "an MSRP message", "send none", send.Whole("MSRP"), evidence)
            : attempt.HoldsByAbsence(Expected, "none");
    }

    private static IEnumerable<JsonObject> SaysUp(JsonObject line)
    {
        if (line["method"]?.GetValue<string>() == "chatEnded")
        {
            line["method"] = "chatEstablished";
        }

        return [line];
    }

    private static bool HasPreconditions(SipMessage message) =>
        message.IsInitialInvite() && System.Text.Encoding.Latin1.GetString(message.Octets.Span).Contains("\r\na=des:", StringComparison.Ordinal);

    private static bool HasMandatory(WireMessage invite) => invite.Preconditioned().Any(it => it.Lines.Any(line => line.IsMandatory));

    private static Finding Announces(WireMessage invite, string tag, bool mayOnlySupport)
    {
        var required = invite.HasElement("Require", tag);
        return required.Verdict == Verdict.Pass || !mayOnlySupport ? required : invite.HasElement("Supported", tag);
    }

    private static Finding IsWhole(PreconditionedMedia media, IReadOnlyList<StatusLine> lines)
    {
        string[] segments = lines.Any(it => it.Status == "e2e") ? ["e2e"] : ["local", "remote"];
        var missing = segments.Select(it => Lack(lines, it)).FirstOrDefault(it => it is not null);
        return Finding.That(
            missing is null,
            $"one a=curr and the a=des of {string.Join(" and of ", segments)}",
            missing ?? "all there",
            missing is null ? "" : $"add what is missing: {missing}",
            media.Evidence);
    }

    /// <summary>What of a segment is missing or too much, in words; null when it is whole.</summary>
    private static string? Lack(IReadOnlyList<StatusLine> lines, string segment)
    {
        var current = lines.Count(it => it.Kind == "curr" && it.Status == segment);
        List<StatusLine> desired = [.. lines.Where(it => it.Kind == "des" && it.Status == segment).OrderBy(it => it.Direction, StringComparer.Ordinal)];
        return current != 1 ? $"{current} current status of {segment}"
            : desired is [{ Direction: "sendrecv" }] ? null
            : desired is [{ Direction: "recv" } recv, { Direction: "send" } send] && recv.Strength != send.Strength ? null
            : $"no desired status of {segment} in both directions";
    }

    private static Finding IsMet(MsrpSession session)
    {
        const string Expected = "every mandatory precondition met before the first SEND";
        var send = session.Sends.First();
        var last = session.Attempt.Trace.Messages.Last(it => it.IsSip && it.Number < send.Number && it.Sip.CallId == session.Attempt.Dialog!.CallId && it.Sdp() is not null);
        foreach (var media in last.Preconditioned())
        {
            if (Preconditions.HasUnmet(media.Lines, out var unmet))
            {
                return Finding.Fails(
                    Expected,
                    $"a SEND while {unmet.Type} {unmet.Status} {unmet.Direction} was not met",
                    "wait for the UPDATE that says so",
                    send.Whole("the first SEND"),
                    media.Evidence);
            }
        }

        return Finding.Holds(Expected, "met", send.Whole("the first SEND"), last.Whole("the last description before it"));
    }
}
