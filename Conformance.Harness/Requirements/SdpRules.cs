using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Harness.Requirements;

/// <summary>Rules on session descriptions that several documents ask for, and those who break them.</summary>
internal static class SdpRules
{
    private static readonly string[] Mandatory = ["v=0", "o=- <id> <version> IN IP4 <address>", "s=-", "t=0 0"];

    public static readonly Mutant OffersTwoDescriptions = Mutant.Rewrites("offers-two-descriptions", "INVITE", it => it.WithSdp(text => text + text));

    public static readonly Mutant PutsAttributeBeforeTime = Mutant.Rewrites("puts-attribute-before-time", "INVITE", it => it.WithSdpLine("t=", "a=tool:mutant", "t=0 0"));

    public static readonly Mutant OmitsOrigin = Mutant.Rewrites("omits-origin", "INVITE", it => it.WithoutSdpLine("o="));

    public static readonly Mutant OmitsConnection = Mutant.Rewrites("omits-connection-line", "INVITE", it => it.WithoutSdpLine("c="));

    public static readonly Mutant OffersTheUnspecifiedAddress = Mutant.Rewrites("offers-the-unspecified-address", "INVITE", it => it.WithSdpLine("c=", "c=IN IP4 0.0.0.0"));

    public static readonly Mutant OffersSendOnly = Mutant.Rewrites("offers-sendonly", "INVITE", it => it.WithSdpLine("a=sendrecv", "a=sendonly"));

    public static readonly Mutant OffersTwoDirections = Mutant.Rewrites("offers-two-directions", "INVITE", it => it.WithSdpLine("a=sendrecv", "a=sendrecv", "a=recvonly"));

    /// <summary>RFC 3264 section 5: one description, whose id and version are numbers that fit 63 bits.</summary>
    public static Finding IsOneDescription(TracedSdp sdp)
    {
        var versions = sdp.Description.Lines.Where(it => it.Type == 'v').ToList();
        if (versions.Count != 1)
        {
            return Finding.Fails(
                "one session description in the offer",
                string.Create(CultureInfo.InvariantCulture, $"{versions.Count} v= lines"),
                "offer one description",
                versions.Count > 1 ? sdp.At(versions[1]) : sdp.At(sdp.Description.Span, "searched for v="));
        }

        var expected = "an o= line whose session id and version are numbers below 2^63";
        return sdp.Description.Origin is { } origin
            ? Finding.That(Fits(origin.SessionId) && Fits(origin.SessionVersion), expected, $"o={origin.Line.Value}", "use smaller numbers", sdp.At(origin.Line))
            : Finding.Fails(expected, "no o= line that can be read", "add an o= line", sdp.At(sdp.Description.Span, "searched for o="));
    }

    /// <summary>No defect but line ends without CR.</summary>
    public static Finding IsSound(TracedSdp sdp) => sdp.Message.HasNone(
        sdp.Reading.Defects.Where(it => it.Kind != DefectKind.SdpLineEndsWithoutCarriageReturn),
        sdp.Description.Span,
        "a session description in the grammar of RFC 4566 (RFC 2327 with MSRP and IPv6)",
        defect => Mend(sdp, defect));

    /// <summary>The lines of a letter over the whole description.</summary>
    public static IReadOnlyList<SdpLine> LinesOf(this TracedSdp sdp, char type) => [.. sdp.Description.Lines.Where(it => it.Type == type)];

    /// <summary>The defects of these kinds in lines of this letter.</summary>
    public static IEnumerable<Defect> DefectsIn(this TracedSdp sdp, char type, params DefectKind[] kinds) =>
        sdp.Reading.Defects.Where(it => kinds.Contains(it.Kind) && sdp.LineTypeAt(it.Span) == type);

    private static string Mend(TracedSdp sdp, Defect defect) => defect.Kind switch
    {
        DefectKind.MissingSdpLine when !defect.Span.IsEmpty => "add c=IN IP4 <address> under this m=",
        DefectKind.MissingSdpLine => $"add here {string.Join(" and ", Mandatory.Where(it => sdp.LinesOf(it[0]).Count == 0))}",
        DefectKind.RepeatedSdpLine => $"remove this second {sdp.LineTypeAt(defect.Span)}= line",
        DefectKind.SdpLineOutOfOrder => "move this line to its place in the order v o s i u e p c b t r z k a, under m= in the order i c b k a",
        DefectKind.MalformedSdpLine => "write this line as one lower-case letter, an equals sign and a value, with no space about the sign",
        _ => $"write the value of this {sdp.LineTypeAt(defect.Span)}= line as RFC 4566 section 9 has it",
    };

    private static bool Fits(string number) => long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
