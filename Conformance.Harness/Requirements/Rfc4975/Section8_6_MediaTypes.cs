using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing.Views;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 8.6: the media types that are taken.</summary>
public static partial class Section86MediaTypes
{
    private static readonly string[] Mandatory = ["message/cpim", "multipart/mixed", "multipart/alternative", "multipart/signed"];

    /// <summary>Section 8.6.</summary>
    public static readonly Requirement HasAcceptTypes = Shall(
        id: "RFC4975-8.6-1",
        quote: "The m=message section has an accept-types attribute.",
        when: trace => trace.ClientMessageMedia(),
        then: it => it.Sdp.HasAttribute(it.Media, "accept-types", types => Finding.Holds("a=accept-types under m=message", $"a={types.Line.Value}", it.Sdp.At(types))),
        mutants: [Rewriting.RewritesOffer("offers-no-accept-types", sdp => AcceptTypesLine().Replace(sdp, ""))]);

    /// <summary>Section 8.6; media types are without case and may have parameters.</summary>
    public static readonly Requirement AcceptTypesForm = Shall(
        id: "RFC4975-8.6-2",
        quote: "accept-types lists media types, type/* or *, with one space between them.",
        when: trace => trace.ClientMessageMedia().Where(it => it.Media.Attribute("accept-types") is not null),
        then: it =>
        {
            var types = it.Media.Attribute("accept-types")!;
            return Finding.That(
                types.Line.Value["accept-types:".Length..].Split(' ').All(type => SoundAcceptType().IsMatch(type)),
                "a=accept-types:<type>/<subtype>, further types each behind one space",
                $"a={types.Line.Value}",
                "write media types with one space between them, none behind the colon",
                it.Sdp.At(types));
        },
        mutants: [Rewriting.RewritesOffer("separates-accept-types-with-commas", sdp => AcceptTypesLine().Replace(sdp, match => match.Value.TrimEnd().Replace(" ", ",", StringComparison.Ordinal) + "\r\n"))]);

    /// <summary>
    /// Section 8.6 has it as a MUST, while the offers in the examples of the same document (sections 8.1 and 11) leave the
    /// mandatory types out: advice.
    /// </summary>
    public static readonly Requirement SignalsMandatoryTypes = Should(
        id: "RFC4975-8.6-3",
        quote: "Types that each client has to take are listed in accept-types as well: message/cpim, multipart/mixed, multipart/alternative and multipart/signed.",
        when: trace => trace.ClientMessageMedia().Where(it => it.Media.Attribute("accept-types")?.Value is not null),
        then: it =>
        {
            var types = it.Media.Attribute("accept-types")!;
            var missing = Mandatory.Where(type => !MsrpOccasions.Covers(types.Value!, type)).ToList();
            return Finding.That(
                missing.Count == 0,
                $"{string.Join(", ", Mandatory)} in accept-types, or *",
                missing.Count == 0 ? $"a=accept-types:{types.Value}" : $"none of {string.Join(", ", missing)}",
                $"add {string.Join(' ', missing)}",
                it.Sdp.At(types));
        },
        mutants: [Rewriting.RewritesOffer("keeps-mandatory-types-to-itself", sdp => AcceptTypesLine().Replace(sdp, "a=accept-types:text/plain message/cpim\r\n"))]);

    /// <summary>Section 8.6. That a type does not stand in both lists is advice and not judged.</summary>
    public static readonly Requirement WrappedTypesNeedContainer = Shall(
        id: "RFC4975-8.6-4",
        quote: "Container types are listed in accept-types, and accept-wrapped-types stands only beside one.",
        when: trace => trace.ClientMessageMedia(),
        then: it =>
        {
            var wrapped = it.Media.Attribute("accept-wrapped-types");
            var types = it.Media.Attribute("accept-types")?.Value ?? "";
            return Finding.That(
                wrapped is null || types.Split(' ').Any(IsContainer),
                "a container type in accept-types beside accept-wrapped-types",
                wrapped is null ? "no accept-wrapped-types" : $"a=accept-types:{types}",
                "add message/cpim to accept-types, or remove accept-wrapped-types",
                it.Sdp.Message.At((wrapped?.Line ?? it.Media.Line).Span, wrapped is null ? "searched for accept-wrapped-types" : "accept-wrapped-types"));
        },
        mutants: [Rewriting.RewritesOffer("wraps-types-without-a-container", sdp => AcceptTypesLine().Replace(sdp, "a=accept-types:text/plain\r\na=accept-wrapped-types:text/html\r\n"))]);

    /// <summary>Section 8.6.</summary>
    public static readonly Requirement SendsAcceptedTypes = Shall(
        id: "RFC4975-8.6-5",
        quote: "Only content of a type that the peer's accept-types covers is sent.",
        when: trace => trace.Sessions()
            .Where(it => it.Answer.MessageMedia?.Attribute("accept-types")?.Value is not null)
            .SelectMany(session => session.Sends.Where(it => it.Msrp.ContentType is not null).Select(it => (Session: session, Send: it))),
        then: it =>
        {
            var accepted = it.Session.Answer.MessageMedia!.Attribute("accept-types")!;
            return Finding.That(
                MsrpOccasions.Covers(accepted.Value!, it.Send.Msrp.ContentType!),
                $"a type out of {accepted.Value}",
                $"Content-Type: {it.Send.Msrp.ContentType}",
                "send a type that the peer accepts, or wrap it in one",
                it.Send.MsrpField("Content-Type"),
                it.Session.Answer.At(accepted));
        },
        mutants: [Mutant.RewritesMsrp("sends-a-type-nobody-accepted", it => it.Method == "SEND" && it.ContentType is not null, it => it.With("Content-Type", "application/x-unheard-of"))]);

    private static bool IsContainer(string type) => type == "*"
        || type.StartsWith("message/", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?:\*|[\w!#$%&'*+.^`{|}~-]+/[\w!#$%&'*+.^`{|}~-]+(?:;[^ ]+)*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SoundAcceptType();

    [GeneratedRegex(@"a=accept-types:[^\r\n]*\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex AcceptTypesLine();
}
