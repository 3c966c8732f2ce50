using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements.Draft;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.3.5: the INVITE once more, in the form that a 4xx asks for. A client may also give up.</summary>
public static class Section8135Retries
{
    private static readonly string[] RequiringFields = ["Require", "Proxy-Require"];

    private static readonly Mutant WrapsAgain = Mutant.RewritesSip("wraps-a-plain-description-again", it => it.IsInitialInvite() && it.ContentType()?.Value?.Is("application/sdp") == true, Wrapped);

    /// <summary>Section 7.4.1.</summary>
    public static readonly Requirement PlainForWhoTakesNoMultipart = Shall(
        id: "RFC3261-7.4.1-2",
        quote: "For a peer whose Accept has no multipart the session description is sent again as a body of its own.",
        when: trace => trace.Refusals(415).Where(it => it.Retry is not null && it.Refusal.Sip.Header("Accept") is not null && it.Refusal.Sip.Accepts("application/sdp") && !it.Refusal.Sip.Accepts("multipart/mixed")),
        then: it =>
        {
            var type = it.Retry!.Sip.ContentType()?.Value;
            return Finding.That(
                type is not { IsMultipart: true },
                "a body in the retry that is no multipart",
                $"Content-Type: {it.Retry.Sip.Header("Content-Type")?.Value}",
                "send the session description as application/sdp, without a multipart around it",
                it.Retry.Field("Content-Type"),
                it.Refusal.Field("Accept"));
        },
        mutants: [WrapsAgain],
        conditional: true);

    /// <summary>413.</summary>
    public static readonly Requirement Smaller = Should(
        id: "RFC3261-8.1.3.5-2",
        quote: "After a 413 the request is sent again with a smaller body or without one, if at all.",
        when: trace => trace.Refusals(413),
        then: it => it.IfRetried("no retry, or one with a smaller body", retry => Finding.That(
            retry.Sip.Body.Length < it.Invite.Request.Sip.Body.Length,
            string.Create(CultureInfo.InvariantCulture, $"fewer than {it.Invite.Request.Sip.Body.Length} octets in the body of the retry"),
            string.Create(CultureInfo.InvariantCulture, $"{retry.Sip.Body.Length} octets"),
            "leave out what is not needed, or do not try again",
            retry.At(retry.BodyOrHead(), "body of the retry"),
            it.Refusal.StartLine())),
        mutants: [WrapsAgain, Derived.KeepsRingingABusyUser]);

    /// <summary>415 with Accept.</summary>
    public static readonly Requirement OnlyWhatIsAccepted = Should(
        id: "RFC3261-8.1.3.5-3",
        quote: "After a 415 the request is sent again with only those media types that its Accept lists, if at all.",
        when: trace => trace.Refusals(415).Where(it => it.Refusal.Sip.ElementTexts("Accept").Count > 0),
        then: it => it.IfRetried("no retry, or one with types from Accept alone", retry => HasOnlyAccepted(it, retry)),
        mutants: [WrapsAgain, Derived.KeepsRingingABusyUser]);

    /// <summary>416. Whether the URI of the retry is the right one is 19.1.6's matter.</summary>
    public static readonly Requirement SipUri = Should(
        id: "RFC3261-8.1.3.5-4",
        quote: "After a 416 the request is sent again with a SIP URI.",
        when: trace => trace.Refusals(416).Where(it => it.Invite.Request.Sip.RequestUri.Value is not Wire.Sip.SipUri),
        then: it => it.Retried("an INVITE with a SIP URI as Request-URI", "make a SIP URI of the address and try again", retry => Finding.That(
            retry.Sip.RequestUri.Value is Wire.Sip.SipUri,
            "a SIP URI as Request-URI of the retry",
            retry.RequestUriText(),
            "make a SIP URI of the address, the number in its user part",
            retry.RequestUri(),
            it.Refusal.StartLine())),
        mutants: [Mutant.RewritesSip("keeps-the-tel-uri-after-a-416", it => it.IsInitialInvite() && it.To?.Value?.Uri is TelUri, it => it.WithRequestUri(it.To!.Value!.Uri.Text))],
        conditional: true);

    /// <summary>420.</summary>
    public static readonly Requirement WithoutTheExtension = Should(
        id: "RFC3261-8.1.3.5-5",
        quote: "After a 420 the request is sent again without requiring the extensions that its Unsupported lists, if at all.",
        when: trace => trace.Refusals(420).Where(it => it.Refusal.Sip.ElementTexts("Unsupported").Count > 0),
        then: it => it.IfRetried("no retry, or one that does not require what is unsupported", retry => Finding.All(
            from tag in it.Refusal.Sip.ElementTexts("Unsupported")
            from name in RequiringFields
            select retry.LacksElement(name, tag))),
        mutants: [Derived.KeepsRingingABusyUser],
        given: it => it.AdHoc);

    private static Finding HasOnlyAccepted(RefusedInvite refused, WireMessage retry)
    {
        var expected = $"types from Accept: {string.Join(", ", refused.Refusal.Sip.ElementTexts("Accept"))}";
        var sent = retry.Sip.BodyParts().Select(it => it.ContentType?.Value).Prepend(retry.Sip.ContentType()?.Value).OfType<MediaType>();
        var other = sent.FirstOrDefault(it => !refused.Refusal.Sip.Accepts($"{it}"));
        return other is null
            ? Finding.Holds(expected, retry.BodyTypes(), retry.Field("Content-Type"))
            : Finding.Fails(expected, $"{other}", $"leave {other} out, or do not try again", retry.At(other.Span, $"{other}"), refused.Refusal.Field("Accept"));
    }

    /// <summary>In a multipart that is larger than the one before.</summary>
    private static SipMessage Wrapped(SipMessage invite)
    {
        var boundary = new string('b', 60);
        var body = new MultipartWriter(boundary).Part(invite.Body.Of(invite.Octets), "Content-Type: application/sdp").Write();
        return invite.With("Content-Type", $"multipart/mixed;boundary={boundary}").WithBody(body);
    }
}
