using System.Globalization;
using System.Net;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.1: what a client puts into a request.</summary>
public static class Section81Requests
{
    private static readonly string[] RouteParameters = ["maddr", "ttl", "transport", "lr"];

    /// <summary>Section 8.1.1.</summary>
    public static readonly Requirement MandatoryFields = Shall(
        id: "RFC3261-8.1.1-1",
        quote: "Every request carries To, From, CSeq, Call-ID, Max-Forwards and Via, and its Call-ID is one by the grammar.",
        when: trace => trace.ClientRequests(),
        then: HasMandatoryFields,
        mutants:
        [
            Mutant.Rewrites("omits-max-forwards", "ACK", it => it.Without("Max-Forwards")),
            Mutant.Rewrites("omits-from", "ACK", it => it.Without("From")),
            Mutant.Rewrites("writes-spaces-into-its-call-id", "ACK", it => it.WithEdited("Call-ID", id => $"the call {id}")),
        ]);

    /// <summary>Section 8.1.1.1; REGISTER is excepted, and so is what a Request-URI may say and To may not (section 19.1.1 table 1).</summary>
    public static readonly Requirement RequestUriIsTo = Should(
        id: "RFC3261-8.1.1.1-1",
        quote: "The first Request-URI of a request is the URI of To, but for REGISTER.",
        when: trace => trace.ClientRequestsOutsideDialogs().Where(it => it.Sip.Method != "REGISTER" && !trace.IsRetry(it) && it.Sip.RequestUri.Value is not null && it.Sip.To?.Value is not null),
        then: request =>
        {
            var (to, uri) = (request.Sip.To!.Value!, request.Sip.RequestUri.Value!);
            return Finding.That(
                to.Uri.IsEquivalentTo(uri) || to.Uri.IsEquivalentTo(WithoutRoute(uri)),
                $"a Request-URI equal to the URI of To, {to.Uri.Text}",
                uri.Text,
                $"make the URI of To {uri.Text}",
                request.At(uri.Span, "Request-URI"),
                request.At(to.Uri.Span, "To"));
        },
        mutants: [Mutant.RewritesSip("addresses-another-in-to", Rewriting.IsInitialInvite, it => it.With("To", "<sip:somebody-else@elsewhere.example>"))]);

    /// <summary>Section 8.1.1.2.</summary>
    public static readonly Requirement NoToTag = Shall(
        id: "RFC3261-8.1.1.2-1",
        quote: "A request outside a dialog has no tag in To.",
        when: trace => trace.ClientRequestsOutsideDialogs(),
        then: request => Finding.That(
            request.Sip.To?.Value?.Tag is null,
            $"no tag in To of the {request.Title()}",
            $"To: {request.Sip.Header("To")?.Value}",
            "remove the tag parameter from To",
            request.Field("To")),
        mutants: [Mutant.Rewrites("invents-a-to-tag", "REGISTER", it => it.WithEdited("To", to => $"{to};tag=314159"))]);

    /// <summary>Section 8.1.1.3. Retries under section 8.1.3.5 keep the tag; a new call begins when the user asks for one.</summary>
    public static readonly Requirement FreshFromTag = Shall(
        id: "RFC3261-8.1.1.3-1",
        quote: "From carries a tag that the client chose anew for this call.",
        when: trace => trace.ClientRequestsOutsideDialogs().Where(it => it.Sip.From is not null).Select(it => (Trace: trace, Request: it)),
        then: it => HasFreshTag(it.Trace, it.Request),
        mutants:
        [
            Mutant.Rewrites("omits-from-tag", "REGISTER", it => it.WithEdited("From", WithoutTag)),
            Rewriting.Repeats("repeats-the-from-tag-in-the-next-call", it => it.From?.Value?.Tag),
        ]);

    /// <summary>Section 8.1.1.3.</summary>
    public static readonly Requirement LogicalFrom = Should(
        id: "RFC3261-8.1.1.3-2",
        quote: "From names a logical identity and not the address of the device.",
        when: trace => trace.ClientRequestsOutsideDialogs()
            .Where(it => it.Sip.From?.Value?.Uri is SipUri)
            .Select(it => (trace.Provisioning.Domain, Request: it)),
        then: it => NamesNoDevice(it.Domain, it.Request),
        mutants: [Mutant.RewritesSip("names-its-device-in-from", Rewriting.IsInitialInvite, it => it.With("From", $"<sip:alice@192.0.2.77>;tag={it.From?.Value?.Tag}"))]);

    /// <summary>Section 8.1.1.4. That a retry keeps the Call-ID is a rule of section 8.1.3.5.</summary>
    public static readonly Requirement CallId = Shall(
        id: "RFC3261-8.1.1.4-1",
        quote: "A new call has a Call-ID that no other has, and all requests of a dialog have the same.",
        when: trace => CallIdUses(trace),
        then: HasRightCallId,
        mutants:
        [
            Rewriting.Repeats("repeats-the-call-id-in-the-next-call", it => it.CallId),
            Mutant.Rewrites("changes-the-call-id-of-its-bye", "BYE", it => it.WithEdited("Call-ID", id => $"x{id}")),
        ]);

    /// <summary>Section 8.1.1.5.</summary>
    public static readonly Requirement CSeqForm = Shall(
        id: "RFC3261-8.1.1.5-1",
        quote: "CSeq is a number below 2^31 and the method of the request.",
        when: trace => trace.ClientRequests().Where(it => it.Sip.Header("CSeq") is not null),
        then: HasSoundCSeq,
        mutants:
        [
            Mutant.Rewrites("counts-cseq-beyond-31-bits", "REGISTER", it =>
                it.With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{(it.CSeq?.Value?.Number ?? 0) + 0x8000_0000u} REGISTER"))),
            Mutant.Rewrites("writes-the-method-of-cseq-in-lower-case", "ACK", it => it.WithEdited("CSeq", value => value.ToLowerInvariant())),
        ]);

    /// <summary>Section 8.1.1.6; that the value is best 70 is advice and not judged.</summary>
    public static readonly Requirement MaxForwards = Shall(
        id: "RFC3261-8.1.1.6-1",
        quote: "Every request carries Max-Forwards with a number from 0 to 255.",
        when: trace => trace.ClientRequests(),
        then: request => Finding.That(
            request.Sip.Number("Max-Forwards") is >= 0 and <= 255,
            "Max-Forwards with a number from 0 to 255",
            request.Sip.Header("Max-Forwards") is { } header ? $"Max-Forwards: {header.Value}" : "no Max-Forwards",
            "write Max-Forwards: 70",
            request.Field("Max-Forwards")),
        mutants: [Mutant.Rewrites("sends-max-forwards-above-255", "ACK", it => it.With("Max-Forwards", "300"))]);

    /// <summary>Section 8.1.1.7.</summary>
    public static readonly Requirement BranchCookie = Shall(
        id: "RFC3261-8.1.1.7-1",
        quote: "The Via of a request is SIP/2.0 with a branch that begins with z9hG4bK.",
        when: trace => trace.ClientRequests().Where(it => it.Sip.Header("Via") is not null),
        then: HasBranchCookie,
        mutants: [Rewriting.Disguises(
            "writes-branches-of-the-old-kind",
            it => it.Protocol == WireProtocol.Sip && it.Sip.IsRequest,
            (protocol, octets) => protocol == WireProtocol.Sip && !SipMessage.Parse(octets).IsRequest,
            "z9hG4bK",
            "z9hG4Bk")]);

    /// <summary>Section 8.1.1.7. CANCEL and the ACK to a failed INVITE repeat the INVITE's branch; a copy repeats all.</summary>
    public static readonly Requirement FreshBranch = Shall(
        id: "RFC3261-8.1.1.7-2",
        quote: "A branch is never used again for another request; only CANCEL and the ACK to a final response other than 2xx repeat the branch of the INVITE.",
        when: trace => trace.ClientRequests().Where(it => it.Sip.Method is not "CANCEL" and not "ACK" && it.TopVia()?.Branch is not null).Select(it => (Trace: trace, Request: it)),
        then: it => HasFreshBranch(it.Trace, it.Request),
        mutants: [new Mutant("keeps-the-branch-in-a-retry", KeepsBranch)]);

    /// <summary>Section 8.1.1.8.</summary>
    public static readonly Requirement OneContact = Shall(
        id: "RFC3261-8.1.1.8-1",
        quote: "A request that may begin a dialog carries one Contact with a sip or sips URI.",
        when: trace => trace.ClientRequestsOutsideDialogs().Where(it => it.Sip.Method is "INVITE" or "SUBSCRIBE" or "REFER"),
        then: HasOneContact,
        mutants: [Mutant.RewritesSip("offers-two-contacts", Rewriting.IsInitialInvite, it => it.WithAdded("Contact", "<sip:second@192.0.2.78>"))]);

    /// <summary>Without port, maddr, ttl, transport and lr: how to get there, which has no place in To.</summary>
    private static WireUri WithoutRoute(WireUri uri) => uri is SipUri sip
        ? sip with { Port = null, Parameters = [.. sip.Parameters.Where(it => !RouteParameters.Contains(it.Name, StringComparer.OrdinalIgnoreCase))] }
        : uri;

    private static readonly string[] Mandatory = ["To", "From", "CSeq", "Call-ID", "Max-Forwards", "Via"];

    private static Finding HasMandatoryFields(WireMessage request) => Finding.All([.. Mandatory.Select(request.HasHeader), HasSoundCallId(request)]);

    /// <summary>word [ "@" word ] of section 25.1; the other fields' grammars are judged where their values are.</summary>
    private static Finding HasSoundCallId(WireMessage request)
    {
        var value = request.Sip.Header("Call-ID")?.ValueSpan ?? request.Sip.Head;
        return request.HasNone(
            request.Sip.Inspect().Where(it => it.Kind == DefectKind.MalformedToken && it.Span == value),
            value,
            $"a Call-ID of the {request.Title()} that follows its grammar",
            "make the Call-ID of word characters, with one @ at most and no space");
    }

    private static Finding HasFreshTag(Trace trace, WireMessage request)
    {
        const string Expected = "a From tag of this call alone";
        if (request.Sip.From!.Value?.Tag is not { Length: > 0 } tag)
        {
            return Finding.Fails(Expected, $"From: {request.Sip.Header("From")?.Value}", "add ;tag= with a random token to From", request.Field("From"));
        }

        var earlier = request.Sip.Method != "INVITE" ? null : trace.ClientInvites().FirstOrDefault(it =>
            it.Sip.From?.Value?.Tag == tag && trace.Actions.Any(ask => ask.Request is StartChat && ask.Number > it.Number && ask.Number < request.Number));
        return earlier is null
            ? Finding.Holds(Expected, $"tag {tag}", request.Field("From"))
            : Finding.Fails(Expected, $"tag {tag}, which the call {earlier.Sip.CallId} had already", "choose a new random tag for each call", request.Field("From"), earlier.Field("From"));
    }

    private static IEnumerable<CallIdUse> CallIdUses(Trace trace)
    {
        var invites = trace.Attempts().Select(it => it.InitialInvite).OfType<WireMessage>().ToList();
        return invites
            .Select((invite, i) => new CallIdUse(invite, null, invites[..i]))
            .Concat(trace.DialogRequests().Select(it => new CallIdUse(it.Request, it.Dialog.Invite.Request, [])));
    }

    private static Finding HasRightCallId(CallIdUse use)
    {
        var (request, invite, earlier) = use;
        var observed = $"Call-ID: {request.Sip.CallId}";
        if (invite is not null)
        {
            return Finding.That(
                request.Sip.CallId == invite.Sip.CallId,
                $"the Call-ID of the dialog, {invite.Sip.CallId}",
                observed,
                $"write Call-ID: {invite.Sip.CallId}",
                request.Field("Call-ID"),
                invite.Field("Call-ID"));
        }

        var same = earlier.FirstOrDefault(it => it.Sip.CallId == request.Sip.CallId);
        return same is null
            ? Finding.Holds("a Call-ID of this call alone", observed, request.Field("Call-ID"))
            : Finding.Fails("a Call-ID of this call alone", $"{observed}, as in an earlier call", "make a new Call-ID for each call", request.Field("Call-ID"), same.Field("Call-ID"));
    }

    private static Finding NamesNoDevice(string domain, WireMessage request)
    {
        var host = ((SipUri)request.Sip.From!.Value!.Uri).Host;
        var isOurs = host.Equals(domain, StringComparison.OrdinalIgnoreCase);
        var isContact = request.Sip.Contacts.Any(it => it.Value?.Uri is SipUri contact && contact.Host.Equals(host, StringComparison.OrdinalIgnoreCase));
        return Finding.That(
            isOurs || !(isContact || IPAddress.TryParse(host.Trim('[', ']'), out _)),
            $"the IM Address of the user in From, in the domain {domain}",
            request.Sip.From.Value.Uri.Text,
            $"put the user's address in the domain {domain} into From",
            request.Field("From"));
    }

    private static Finding HasSoundCSeq(WireMessage request)
    {
        const string Expected = "CSeq with a number below 2147483648 and the method of the request";
        var observed = $"CSeq: {request.Sip.Header("CSeq")!.Value}";
        if (request.Sip.CSeq?.Value is not { } cseq)
        {
            return Finding.Fails(Expected, observed, $"write CSeq: 1 {request.Sip.Method}", request.Field("CSeq"));
        }

        return cseq.Number >= 0x8000_0000u
            ? Finding.Fails(Expected, observed, "choose a number below 2147483648", request.At(cseq.NumberSpan, "number of CSeq"))
            : Finding.That(cseq.Method == request.Sip.Method, Expected, observed, $"write {request.Sip.Method} as the method of CSeq", request.At(cseq.MethodSpan, "method of CSeq"));
    }

    private static Finding HasBranchCookie(WireMessage request)
    {
        const string Expected = "a top Via of SIP/2.0 with a branch that begins with z9hG4bK and goes on";
        if (request.TopVia() is not { } via)
        {
            return Finding.Fails(Expected, $"Via: {request.Sip.Header("Via")!.Value}", "write Via: SIP/2.0/UDP host;branch=z9hG4bK…", request.Field("Via"));
        }

        var text = via.Span.Text(request.Octets);
        var isVersion2 = via.ProtocolVersion == "2.0" && text.StartsWith("SIP", StringComparison.OrdinalIgnoreCase);
        return Finding.That(
            isVersion2 && via.Branch is { Length: > 7 } branch && branch.StartsWith("z9hG4bK", StringComparison.Ordinal),
            Expected,
            $"Via: {text}",
            isVersion2 ? "begin the branch with z9hG4bK and let a unique token follow" : "write SIP/2.0 as the protocol of Via",
            request.At(via.Parameters.Named("branch")?.Span ?? via.Span, "Via branch"));
    }

    private static Finding HasFreshBranch(Trace trace, WireMessage request)
    {
        var branch = request.TopVia()!.Branch;
        const string Expected = "a branch that no other request had";
        var earlier = trace.ClientRequests().FirstOrDefault(it =>
            it.Number < request.Number && it.Sip.Method is not "CANCEL" and not "ACK" && it.TopVia()?.Branch == branch && !IsSame(it.Sip, request.Sip));
        return earlier is null
            ? Finding.Holds(Expected, $"branch {branch}", request.Field("Via"))
            : Finding.Fails(Expected, $"branch {branch}, which a {earlier.Title()} had before", "choose a new branch for each request", request.Field("Via"), earlier.Field("Via"));
    }

    /// <summary>The same request, sent again by another transport (section 18.1.1).</summary>
    private static bool IsSame(SipMessage one, SipMessage other) =>
        one.Method == other.Method && one.CallId == other.CallId && one.CSeq?.Value?.Number == other.CSeq?.Value?.Number;

    private static Finding HasOneContact(WireMessage request)
    {
        var count = request.HeaderCount("Contact", 1);
        if (count.Verdict == Verdict.Fail)
        {
            return count;
        }

        var uri = request.Sip.Contacts[0].Value?.Uri;
        return Finding.That(
            uri is SipUri,
            $"one Contact with a sip or sips URI in the {request.Title()}",
            $"Contact: {request.Sip.Header("Contact")?.Value}",
            "write a sip URI at which the client can be reached",
            request.Field("Contact"));
    }

    private static string WithoutTag(string value) => value.Split(";tag=")[0];

    private static Tamper KeepsBranch()
    {
        string? first = null;
        string? current = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip.Method != "REGISTER" || it.Sip.Vias[0].Value?.Branch is not { } branch)
                {
                    return [it];
                }

                first ??= branch;
                current = branch;
                return [it.Replace(branch, first)];
            },
            Receive = (_, octets) => [first is null || current is null ? octets : octets.Replace(first, current)],
        };
    }

    /// <summary>A request with the INVITE whose Call-ID it has to have, or with those of earlier calls whose Call-ID it may not have.</summary>
    private sealed record CallIdUse(WireMessage Request, WireMessage? Dialog, IReadOnlyList<WireMessage> EarlierCalls);
}
