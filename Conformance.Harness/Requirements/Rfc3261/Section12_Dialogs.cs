using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 12: requests within a dialog.</summary>
public static class Section12Dialogs
{
    /// <summary>Section 12.1.2. A strict router as first route takes the Request-URI for itself (section 12.2.1.1) and is left out.</summary>
    public static readonly Requirement RemoteTarget = Shall(
        id: "RFC3261-12.1.2-2",
        quote: "The remote target is the Contact URI of the response, and requests in the dialog are addressed to it.",
        when: trace => trace.DialogRequests().Where(it => it.RemoteTarget is not null && !IsStrict(it.RouteSet)),
        then: GoesToTarget,
        mutants: [Mutant.Rewrites("acknowledges-to-the-address-of-the-peer", "ACK", it =>
            it.WithRequestUri(it.To?.Value?.Uri.Text ?? "sip:nobody@invalid.example"))]);

    /// <summary>Section 12.1.2: servers of RFC 2543 gave none.</summary>
    public static readonly Requirement TakesNoTag = Shall(
        id: "RFC3261-12.1.2-3",
        quote: "A 2xx whose To has no tag sets up a dialog whose remote tag is none.",
        when: trace => trace.Dialogs().Where(it => it.RemoteTag is null),
        then: dialog =>
        {
            const string Expected = "an ACK without To tag for the 2xx without To tag";
            const string Mend = "take a missing tag as one that is empty, and acknowledge";
            return dialog.Invite.Acks.FirstOrDefault(it => it.Number > dialog.Response.Number) is { } ack
                ? Finding.That(ack.Sip.To?.Value?.Tag is null, Expected, $"To: {ack.Sip.Header("To")?.Value}", Mend, ack.Field("To"), dialog.Response.Field("To"))
                : dialog.Trace.NeverCame(dialog.Response, Expected, "no ACK", Mend, dialog.Response.Field("To"));
        },
        mutants: [Mutant.Receives("wants-a-tag-in-each-2xx", (protocol, octets) => IsUntagged(protocol, octets) ? [] : [octets])]);

    /// <summary>Section 12.2.1.1. URIs may change where both sides said from-change (RFC 4916).</summary>
    public static readonly Requirement DialogIdentity = Shall(
        id: "RFC3261-12.2.1.1-1",
        quote: "A request in a dialog has the dialog's Call-ID, its local URI and tag in From, and its remote URI and tag in To.",
        when: trace => trace.DialogRequests(),
        then: NamesDialog,
        mutants:
        [
            Mutant.Rewrites("ends-another-dialog", "BYE", it => it.WithEdited("To", to => to.Replace(";tag=", ";tag=x", StringComparison.Ordinal))),
            Mutant.Rewrites("forgets-its-own-tag", "BYE", it => it.WithEdited("From", from => from.Replace(";tag=", ";tag=x", StringComparison.Ordinal))),
        ]);

    /// <summary>Section 12.2.1.1; ACK and CANCEL have the number of their INVITE.</summary>
    public static readonly Requirement CountsCSeq = Shall(
        id: "RFC3261-12.2.1.1-2",
        quote: "Each new request in a dialog has the next CSeq number.",
        when: trace => Successive(trace),
        then: pair =>
        {
            var number = pair.Previous.Sip.CSeq!.Value!.Number + 1;
            return Finding.That(
                pair.Request.Sip.CSeq!.Value!.Number == number,
                string.Create(CultureInfo.InvariantCulture, $"CSeq {number} in the {pair.Request.Title()}"),
                $"CSeq: {pair.Request.Sip.Header("CSeq")!.Value}",
                string.Create(CultureInfo.InvariantCulture, $"write CSeq: {number} {pair.Request.Sip.Method}"),
                pair.Request.Field("CSeq"),
                pair.Previous.Field("CSeq"));
        },
        mutants:
        [
            Mutant.Rewrites("skips-a-cseq-number-in-a-bye", "BYE", it => it.With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{(it.CSeq?.Value?.Number ?? 0) + 1} BYE"))),
            Mutant.Rewrites("repeats-the-cseq-number-in-a-bye", "BYE", it => it.With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{(it.CSeq?.Value?.Number ?? 1) - 1} BYE"))),
        ]);

    /// <summary>Section 12.2.1.1, for routers that are loose, as all of today are.</summary>
    public static readonly Requirement RouteSet = Shall(
        id: "RFC3261-12.2.1.1-3",
        quote: "A request in a dialog carries the whole route set in Route, and no Route when the route set is empty.",
        when: trace => trace.DialogRequests().Where(it => !IsStrict(it.RouteSet)),
        then: FollowsRoutes,
        mutants: [Mutant.Rewrites("adds-a-route-of-its-own", "BYE", it => it.WithAdded("Route", "<sip:stray.example;lr>"))]);

    internal static bool IsStrict(IReadOnlyList<Reading<NameAddr>> routes) =>
        routes.Count > 0 && routes[0].Value?.Uri is SipUri first && first.Parameters.Named("lr") is null;

    private static bool IsUntagged(WireProtocol protocol, ReadOnlyMemory<byte> octets) =>
        protocol == WireProtocol.Sip && SipMessage.Parse(octets) is { StatusCode: 200 } response && response.CSeq?.Value?.Method == "INVITE" && response.To?.Value?.Tag is null;

    private static Finding GoesToTarget(DialogRequest it)
    {
        var (message, contact) = it.RemoteTarget!.Value;
        var observed = it.Request.Sip.RequestUriSpan.Text(it.Request.Octets);
        return Finding.That(
            it.Request.Sip.RequestUri.Value is { } uri && Names(uri, contact),
            $"the remote target as Request-URI of the {it.Request.Title()}, {contact.Uri.Text}",
            observed,
            $"write {contact.Uri.Text} as Request-URI",
            it.Request.At(it.Request.Sip.RequestUriSpan, "Request-URI"),
            message.At(contact.Uri.Span, "Contact of the peer"));
    }

    /// <summary>The URI with every parameter of it, but what may not stand in a Request-URI (section 19.1.1 table 1), and none of the header field's.</summary>
    private static bool Names(WireUri uri, NameAddr contact) => (uri, contact.Uri) switch
    {
        (SipUri one, SipUri target) => (one with { Headers = [] }).IsEquivalentTo(target with { Headers = [], Parameters = [.. target.Parameters.Where(it => !IsMethod(it))] })
            && target.Parameters.All(it => IsMethod(it) || one.Parameters.Named(it.Name) is not null)
            && !contact.Parameters.Any(it => target.Parameters.Named(it.Name) is null && one.Parameters.Named(it.Name) is not null),
        var (one, target) => one.IsEquivalentTo(target),
    };

    private static bool IsMethod(Parameter parameter) => parameter.Name.Equals("method", StringComparison.OrdinalIgnoreCase);

    private static Finding NamesDialog(DialogRequest it)
    {
        var (dialog, request) = (it.Dialog, it.Request);
        var invite = dialog.Invite.Request;
        return Finding.All(
        [
            Same(request, "Call-ID", dialog.CallId, request.Sip.CallId, invite),
            Same(request, "To", $"tag {dialog.RemoteTag}", $"tag {request.Sip.To?.Value?.Tag}", dialog.Response),
            Same(request, "From", $"tag {dialog.LocalTag}", $"tag {request.Sip.From?.Value?.Tag}", invite),
            SameUri(request, "To", request.Sip.To?.Value, invite.Sip.To?.Value, invite),
            SameUri(request, "From", request.Sip.From?.Value, invite.Sip.From?.Value, invite),
        ]);
    }

    private static Finding Same(WireMessage request, string name, string expected, string? observed, WireMessage source) => Finding.That(
        expected == observed,
        $"{name} of the dialog in the {request.Title()}: {expected}",
        $"{name}: {request.Sip.Header(name)?.Value}",
        $"write {name} as the dialog has it: {expected}",
        request.Field(name),
        source.Field(name));

    private static Finding SameUri(WireMessage request, string name, NameAddr? observed, NameAddr? expected, WireMessage invite)
    {
        var mayChange = invite.Sip.ElementTexts("Supported").Contains("from-change", StringComparer.OrdinalIgnoreCase);
        return Finding.That(
            mayChange || expected is null || observed?.Uri.IsEquivalentTo(expected.Uri) == true,
            $"the URI of the dialog in {name} of the {request.Title()}: {expected?.Uri.Text}",
            $"{name}: {request.Sip.Header(name)?.Value}",
            $"write {expected?.Uri.Text} in {name}",
            request.Field(name),
            invite.Field(name));
    }

    /// <summary>Each new request of a dialog with the one before it; what stood between INVITE and 2xx counts (PRACK, UPDATE).</summary>
    private static IEnumerable<(WireMessage Previous, WireMessage Request)> Successive(Trace trace) => trace.DialogRequests()
        .Where(it => it.Request.Sip.Method != "ACK" && it.Request.Sip.CSeq?.Value is not null)
        .Select(it => (Previous: PreviousOf(trace, it), it.Request))
        .Where(it => it.Previous.Sip.CSeq?.Value is not null);

    /// <summary>Each fork of an INVITE counts on from it by itself.</summary>
    private static WireMessage PreviousOf(Trace trace, DialogRequest it) => trace.ClientRequests().Last(other =>
        other.Number < it.Request.Number
        && other.Sip.Method is not ("ACK" or "CANCEL")
        && (other == it.Dialog.Invite.Request || (other.Sip.CallId == it.Dialog.CallId && other.Number > it.Dialog.Invite.Request.Number))
        && !IsOfAnotherFork(it.Dialog, other));

    private static bool IsOfAnotherFork(SipDialog dialog, WireMessage request) => request.Sip.To?.Value?.Tag is { } tag
        && tag != dialog.RemoteTag
        && dialog.Invite.Responses.Any(it => it.Sip.To?.Value?.Tag == tag);

    internal static Finding FollowsRoutes(DialogRequest it)
    {
        var expected = it.RouteSet.Select(route => route.Value?.Uri.Text ?? "").ToList();
        var routes = it.Request.Sip.Addresses("Route");
        var observed = routes.Select(route => route.Value?.Uri.Text ?? "").ToList();
        var words = expected.Count == 0 ? "no Route" : $"Route: {string.Join(", ", expected.Select(route => $"<{route}>"))}";
        return Finding.That(
            expected.Count == observed.Count && expected.Zip(observed).All(pair => IsSameRoute(pair.First, pair.Second)),
            $"{words} in the {it.Request.Title()}, from Record-Route of the 2xx",
            observed.Count == 0 ? "no Route" : $"Route: {string.Join(", ", observed.Select(route => $"<{route}>"))}",
            expected.Count == 0 ? "remove Route" : $"write {words}",
            it.Request.Field("Route"),
            it.Dialog.Response.Field("Record-Route"));
    }

    private static bool IsSameRoute(string expected, string observed) => expected == observed
        || (WireUri.Parse(expected).Value is SipUri one
            && WireUri.Parse(observed).Value is SipUri other
            && one.IsEquivalentTo(other)
            && one.Parameters.All(it => other.Parameters.Named(it.Name) is not null));
}
