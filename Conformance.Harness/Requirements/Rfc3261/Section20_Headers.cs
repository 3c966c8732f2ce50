using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 20: single header fields.</summary>
public static class Section20Headers
{
    /// <summary>Section 20. What follows a semicolon outside brackets is a parameter of the field, so only comma and question mark show.</summary>
    public static readonly Requirement Brackets = Shall(
        id: "RFC3261-20-1",
        quote: "A URI with a comma, a semicolon or a question mark stands in angle brackets in From, To and Contact.",
        when: trace => trace.ClientRequests(),
        then: IsBracketed,
        mutants: [Mutant.Rewrites("leaves-out-needed-brackets", "ACK", it => it.WithAdded("Contact", "sip:alice@192.0.2.80?Subject=hello"))]);

    /// <summary>Section 20.5, for what every client that begins sessions understands.</summary>
    public static readonly Requirement AllowNamesAll = Shall(
        id: "RFC3261-20.5-1",
        quote: "Allow, where it is, names every method that the client understands, ACK and CANCEL among them.",
        when: trace => trace.ClientSip().Where(it => it.Sip.Header("Allow") is not null),
        then: NamesAll,
        mutants: [Mutant.Rewrites("allows-no-cancel", "INVITE", it => it.Without("Allow").WithAdded("Allow", "INVITE, ACK, BYE, OPTIONS"))]);

    /// <summary>Section 20.11, for the list of invitees: a server that may drop it may answer 200 and invite nobody.</summary>
    public static readonly Requirement ListIsRequired = Should(
        id: "RFC3261-20.11-1",
        quote: "A body part whose handling is not said has to be understood; what has to be is not marked as optional.",
        when: trace => trace.ClientSip()
            .SelectMany(message => message.Sip.BodyParts().Where(it => it.Is(Sent.ListType)).Select(part => (Message: message, Part: part))),
        then: it =>
        {
            var disposition = it.Part.Header("Content-Disposition");
            return Finding.That(
                disposition?.Value.Contains("handling=optional", StringComparison.OrdinalIgnoreCase) != true,
                "a list of invitees that has to be understood",
                disposition is null ? "no Content-Disposition" : $"Content-Disposition: {disposition.Value}",
                "remove handling=optional",
                it.Message.At(disposition?.Span ?? it.Part.Head, "disposition of the list"));
        },
        mutants: [Mutant.RewritesSip("marks-its-list-as-optional", it => it.BodyPart(Sent.ListType) is not null, it =>
            it.WithPartHeaders(Sent.ListType, $"Content-Type: {Sent.ListType}", "Content-Disposition: recipient-list;handling=optional"))],
        given: it => it.AdHoc);

    private static readonly string[] Understood = ["INVITE", "ACK", "CANCEL", "BYE"];

    private static Finding NamesAll(WireMessage message)
    {
        var named = message.Sip.ElementTexts("Allow");
        var missing = Understood.Where(it => !named.Contains(it)).ToList();
        return Finding.That(
            missing.Count == 0,
            $"{string.Join(", ", Understood)} among the methods of Allow",
            $"Allow: {string.Join(", ", named)}",
            $"add {string.Join(", ", missing)} to Allow",
            [.. message.Sip.HeadersNamed("Allow").Select(it => message.At(it.Span, "Allow"))]);
    }

    private static Finding IsBracketed(WireMessage request)
    {
        var addresses = request.Sip.Contacts.Prepend(request.Sip.To).Prepend(request.Sip.From).OfType<Reading<NameAddr>>().ToList();
        var defects = addresses.SelectMany(it => it.Defects.Where(defect => defect.Kind == DefectKind.UriNeedsAngleBrackets).Concat(Bare(it)));
        return request.HasNone(
            defects,
            request.Sip.Head,
            $"URIs in From, To and Contact of the {request.Title()} in angle brackets where they need them",
            "put the URI in angle brackets");
    }

    private static IEnumerable<Defect> Bare(Reading<NameAddr> address) => address.Value is { IsBracketed: false } value && value.Uri.Text.AsSpan().ContainsAny(',', ';', '?')
        ? [new Defect(DefectKind.UriNeedsAngleBrackets, value.Uri.Span)]
        : [];
}
