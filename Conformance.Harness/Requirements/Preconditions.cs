using System.Diagnostics.CodeAnalysis;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Harness.Requirements;

/// <summary>One a=curr, a=des or a=conf line, taken apart (RFC 3312 section 4); the tokens in lower case.</summary>
/// <param name="Kind">curr, des or conf.</param>
/// <param name="Type">qos, or another type of precondition.</param>
/// <param name="Strength">Of a des line: mandatory, optional, none, failure or unknown.</param>
/// <param name="Status">e2e, local or remote.</param>
/// <param name="Direction">none, send, recv or sendrecv.</param>
internal sealed record StatusLine(string Kind, string Type, string? Strength, string Status, string Direction)
{
    private static readonly string[] Strengths = ["mandatory", "optional", "none", "failure", "unknown"];
    private static readonly string[] Statuses = ["e2e", "local", "remote"];
    private static readonly string[] Directions = ["none", "send", "recv", "sendrecv"];

    public bool IsMandatory => Strength == "mandatory";

    /// <summary>Null for what does not keep to the grammar. Its words are strings of ABNF, so that case does not matter.</summary>
    public static StatusLine? Parse(SdpAttribute attribute)
    {
        var words = (attribute.Value ?? "").ToLowerInvariant().Split(' ');
        var isDesired = attribute.Name == "des";
        if (words.Length != (isDesired ? 4 : 3) || words[0].Length == 0)
        {
            return null;
        }

        var strength = isDesired ? words[1] : null;
        return (strength is null || Strengths.Contains(strength)) && Statuses.Contains(words[^2]) && Directions.Contains(words[^1])
            ? new StatusLine(attribute.Name, words[0], strength, words[^2], words[^1])
            : null;
    }

    /// <summary>Whether a status in this direction is as good as that one or better.</summary>
    public bool Covers(StatusLine desired) => Direction == "sendrecv" || Direction == desired.Direction || desired.Direction == "none";
}

/// <summary>A media section that speaks of preconditions.</summary>
internal sealed record PreconditionedMedia(TracedSdp Sdp, SdpMedia Media)
{
    public IReadOnlyList<StatusLine> Lines => [.. Preconditions.Attributes(Media).Select(StatusLine.Parse).OfType<StatusLine>()];

    public Evidence Evidence => Sdp.At(ExpectSdp.SpanOf(Media), "the preconditions");
}

/// <summary>Preconditions (RFC 3312, RFC 4032), found in what was sent. Nobody has to use them.</summary>
internal static class Preconditions
{
    private static readonly string[] Names = ["curr", "des", "conf"];

    public static IEnumerable<SdpAttribute> Attributes(SdpMedia media) => media.Attributes.Where(it => Names.Contains(it.Name));

    /// <summary>Media sections with preconditions in a message; those of a refused stream do not count (RFC 3312 section 8.1).</summary>
    public static IEnumerable<PreconditionedMedia> Preconditioned(this WireMessage message) => message.Sdps()
        .Where(it => it.Reading.Value is not null)
        .SelectMany(sdp => sdp.Description.Media, (sdp, media) => new PreconditionedMedia(sdp, media))
        .Where(it => it.Media.Port != 0 && Attributes(it.Media).Any());

    public static IEnumerable<WireMessage> InvitesWithPreconditions(Trace trace) => trace.ClientInvites().Where(it => it.Preconditioned().Any());

    /// <summary>The first mandatory precondition that these lines do not show to be met.</summary>
    public static bool HasUnmet(IReadOnlyList<StatusLine> lines, [NotNullWhen(true)] out StatusLine? unmet)
    {
        unmet = lines.FirstOrDefault(desired => desired is { Kind: "des", IsMandatory: true }
            && !lines.Any(it => it.Kind == "curr" && it.Type == desired.Type && it.Status == desired.Status && it.Covers(desired)));
        return unmet is not null;
    }
}
