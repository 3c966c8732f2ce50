using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 5621, message bodies in SIP.</summary>
internal static class Rfc5621
{
    /// <summary>That the list is best not optional is RFC3261-20.11-1.</summary>
    public static readonly Requirement Handling = Shall(
        id: "RFC5621-8.2-1",
        quote: "The handling parameter of a Content-Disposition says whether a body has to be understood: it is required or optional.",
        when: trace => TracedDisposition.In(trace).Where(it => HandlingOf(it) is not null),
        then: it => Finding.That(
            HandlingOf(it)!.ToLowerInvariant() is "required" or "optional",
            "handling=required or handling=optional",
            $"handling={HandlingOf(it)}",
            "write handling=required, or leave handling out, which means the same",
            it.Evidence),
        mutants: [Tampering.RewritesGroupInvite("says-mandatory-for-required", it => it.WithPartHeaders(
            Sent.ListType, $"Content-Type: {Sent.ListType}", "Content-Disposition: recipient-list;handling=mandatory"))],
        conditional: true);

    /// <summary>Of the parts of the message's own multipart; what is nested deeper is nested in one of these.</summary>
    public static readonly Requirement NoNeedlessNesting = Should(
        id: "RFC5621-4.3-1",
        quote: "A multipart/mixed is not put into another unless something refers to it by its Content-ID, nor a multipart/alternative into another.",
        when: Sent.Multiparts,
        then: HasNoNeedlessNesting,
        mutants: [Mutant.Rewrites("nests-its-multipart", "INVITE", Nest)],
        conditional: true);

    private static string? HandlingOf(TracedDisposition disposition) => disposition.Reading.Value?.Parameters.Named("handling")?.Value;

    private static Finding HasNoNeedlessNesting(WireMessage message)
    {
        const string Expected = "parts side by side in one multipart";
        var type = message.Sip.ContentType()!.Value!.ToString();
        var nested = message.Sip.Multipart()?.Value?.Parts.FirstOrDefault(it => it.Is(type) && IsNeedless(type, it));
        return nested is null
            ? Finding.Holds(Expected, message.BodyTypes(), message.At(message.Sip.Body, type))
            : Finding.Fails(Expected, $"{type} in {type}, without a Content-ID", "put the inner parts into the outer multipart", message.At(nested.Span, "nested multipart"));
    }

    private static bool IsNeedless(string type, BodyPart part) => type.ToLowerInvariant() switch
    {
        "multipart/mixed" => part.Header("Content-ID") is null,
        "multipart/alternative" => true,
        _ => false,
    };

    private static SipMessage Nest(SipMessage invite) => invite.Header("Content-Type") is not { } type || invite.Multipart()?.Value is null
        ? invite
        : invite
            .WithBodyText(text => $"--outer\r\nContent-Type: {type.Value}\r\n\r\n{text}\r\n--outer--\r\n")
            .With("Content-Type", "multipart/mixed;boundary=outer");
}
