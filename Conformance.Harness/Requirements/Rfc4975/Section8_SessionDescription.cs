using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 8: session descriptions, and what follows from them.</summary>
public static partial class Section8SessionDescription
{
    /// <summary>Section 8.1. An offer without any is for the draft to judge.</summary>
    public static readonly Requirement MediaLine = Shall(
        id: "RFC4975-8.1-1",
        quote: "The m= line of an MSRP session has the media message, the protocol TCP/MSRP or TCP/TLS/MSRP and the one format *.",
        when: trace => trace.ClientSip().Where(it => it.Sip.Method == "INVITE").SelectMany(it => it.Sdps())
            .SelectMany(sdp => sdp.Description.Media.Where(IsMsrp).Select(media => (Sdp: sdp, Media: media))),
        then: it => Finding.That(
            it.Media is { Media: "message", Protocol: "TCP/MSRP" or "TCP/TLS/MSRP", Formats: ["*"] },
            "m=message <port> TCP/MSRP *",
            $"m={it.Media.Line.Value}",
            string.Create(CultureInfo.InvariantCulture, $"write m=message {it.Media.Port} TCP/MSRP *"),
            it.Sdp.Message.At(it.Media.Line.Span, "m=")),
        mutants:
        [
            Rewriting.RewritesOffer("names-a-format-in-its-m-line", sdp => sdp.Replace(" TCP/MSRP *", " TCP/MSRP 98", StringComparison.Ordinal)),
            Rewriting.RewritesOffer("writes-its-protocol-in-lower-case", sdp => sdp.Replace(" TCP/MSRP *", " tcp/msrp *", StringComparison.Ordinal)),
        ]);

    /// <summary>Section 8.1. With a relay the path has other hosts too; RFC 6714 lets a client say that addresses may differ.</summary>
    public static readonly Requirement ConnectionAddress = Shall(
        id: "RFC4975-8.1-2",
        quote: "The address of c= is the host of the client's MSRP URI.",
        when: trace => PathedMedia(trace).Where(it => it.Sdp.Description.ConnectionOf(it.Media) is not null),
        then: it =>
        {
            var connection = it.Sdp.Description.ConnectionOf(it.Media)!;
            var host = it.Uris[^1].Host;
            return Finding.That(
                MayChange(it.Media) || it.Uris.Any(uri => IsSameHost(uri.Host, connection.Address)),
                $"c= with the host of the path, {host}",
                $"c={connection.Line.Value}",
                $"write {host} in c=",
                it.Sdp.Message.At(connection.Line.Span, "c="),
                it.Sdp.At(it.Media.Attribute("path")!));
        },
        mutants: [Rewriting.RewritesOffer("gives-another-address-in-c", sdp => ConnectionLine().Replace(sdp, "c=IN IP4 192.0.2.81"))]);

    /// <summary>Section 8.1. Under RFC 6135 an active side may write port 9; RFC 6714 lets ports differ.</summary>
    public static readonly Requirement MediaPort = Shall(
        id: "RFC4975-8.1-3",
        quote: "The port of the m= line is the port of the client's MSRP URI.",
        when: trace => PathedMedia(trace).Where(it => it.Uris[^1].Port is not null && !IsDiscard(it.Media)),
        then: it =>
        {
            var port = it.Uris[^1].Port;
            return Finding.That(
                MayChange(it.Media) || it.Uris.Any(uri => uri.Port == it.Media.Port),
                string.Create(CultureInfo.InvariantCulture, $"the port of the path, {port}, in the m= line"),
                $"m={it.Media.Line.Value}",
                string.Create(CultureInfo.InvariantCulture, $"write {port} in the m= line"),
                it.Sdp.Message.At(it.Media.Line.Span, "m="),
                it.Sdp.At(it.Media.Attribute("path")!));
        },
        mutants: [Rewriting.RewritesOffer("gives-another-port-in-m", sdp => MediaPortNumber().Replace(sdp, "m=message 19999 "))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement HasPath = Shall(
        id: "RFC4975-8.2-1",
        quote: "The m=message section of an MSRP offer or answer has a path attribute with at least one MSRP URI.",
        when: trace => trace.ClientMessageMedia(),
        then: it => it.Sdp.HasAttribute(it.Media, "path", path => Finding.That(
            !MsrpOccasions.ValueSpan(it.Sdp, path).IsEmpty,
            "a=path with an MSRP URI under m=message",
            $"a={path.Line.Value}",
            "write the client's MSRP URI behind a=path:",
            it.Sdp.At(path))),
        mutants: [Rewriting.RewritesOffer("offers-no-path", sdp => PathLine().Replace(sdp, ""))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement HasPort = Shall(
        id: "RFC4975-8.2-2",
        quote: "An MSRP URI in a session description has a port.",
        when: trace => trace.ClientUris().Where(it => it.Reading.Value is not null),
        then: it => Finding.That(it.Reading.Value!.Port is not null, "an MSRP URI with a port", it.Reading.Value.Text, "add the port on which the client listens", it.Evidence),
        mutants: [Rewriting.RewritesOffer("leaves-out-the-port-of-its-uri", sdp => UriPort().Replace(sdp, "$1/"))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement PathForm = Shall(
        id: "RFC4975-8.2-3",
        quote: "The URIs of a path follow the colon without a space and have one space between them.",
        when: trace => trace.ClientMessageMedia().Where(it => it.Media.Attribute("path") is not null),
        then: it =>
        {
            var path = it.Media.Attribute("path")!;
            return Finding.That(
                SoundPath().IsMatch(path.Line.Value),
                "a=path:<URI>, further URIs each behind one space",
                $"a={path.Line.Value}",
                "write the URI right behind the colon, and one space between URIs",
                it.Sdp.At(path));
        },
        mutants: [Rewriting.RewritesOffer("puts-a-space-before-its-path", sdp => sdp.Replace("a=path:", "a=path: ", StringComparison.Ordinal))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement OwnUri = Shall(
        id: "RFC4975-8.2-4",
        quote: "The client makes an MSRP URI for each session, and no other session has it.",
        when: trace => CallUris(trace).Select((it, i) => (Call: it, Earlier: CallUris(trace).Take(i).ToList())).Where(it => it.Earlier.Count > 0),
        then: it =>
        {
            var same = it.Earlier.FirstOrDefault(other => other.Reading.Value!.IsEquivalentTo(it.Call.Reading.Value!));
            const string Expected = "an MSRP URI that no earlier session had";
            return same is null
                ? Finding.Holds(Expected, it.Call.Reading.Value!.Text, it.Call.Evidence)
                : Finding.Fails(Expected, $"{it.Call.Reading.Value!.Text} again", "make a new random session id for each session", it.Call.Evidence, same.Evidence);
        },
        mutants: [Rewriting.Repeats("repeats-the-session-id-in-the-next-call", SessionIdOf)]);

    /// <summary>Media sections whose path can be read, with its URIs.</summary>
    private static IEnumerable<(TracedSdp Sdp, SdpMedia Media, IReadOnlyList<MsrpUri> Uris)> PathedMedia(Trace trace) => trace.ClientMessageMedia()
        .Select(it => (it.Sdp, it.Media, Uris: (IReadOnlyList<MsrpUri>)[.. MsrpOccasions.Uris(it.Sdp, it.Media).Select(uri => uri.Value).OfType<MsrpUri>()]))
        .Where(it => it.Uris.Count > 0);

    /// <summary>Whether intermediaries may have given the media section another address than its path has (RFC 6714 section 4.2).</summary>
    private static bool MayChange(SdpMedia media) => media.Attribute("msrp-cema") is not null;

    /// <summary>Whether anything of the media section is MSRP's: then all of it has to be.</summary>
    private static bool IsMsrp(SdpMedia media) =>
        media.Media == "message" || media.Protocol.EndsWith("MSRP", StringComparison.OrdinalIgnoreCase) || media.Attribute("path") is not null;

    private static bool IsDiscard(SdpMedia media) => media.Port == 9 && media.Attribute("setup")?.Value?.Trim() is "active" or "actpass";

    private static bool IsSameHost(string one, string other) =>
        IPAddress.TryParse(one, out var address) && IPAddress.TryParse(other, out var otherAddress)
            ? address.Equals(otherAddress)
            : one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>The client's own URI in the first offer of each call; retries of an INVITE keep it.</summary>
    private static IEnumerable<OfferedUri> CallUris(Trace trace) => trace.Attempts()
        .Select(it => it.InitialInvite)
        .OfType<WireMessage>()
        .Select(it => it.Sdp())
        .Where(it => it?.MessageMedia is { Port: not 0 })
        .Select(it => (Sdp: it!, Media: it!.MessageMedia!, Uri: MsrpOccasions.Uris(it, it.MessageMedia!).LastOrDefault()))
        .Where(it => it.Uri?.Value is not null)
        .Select(it => new OfferedUri(it.Sdp, it.Media, it.Uri!));

    internal static string? SessionIdOf(SipMessage invite) =>
        SessionId().Match(invite.Body.Text(invite.Octets)) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^path:[^ \t]+(?: [^ \t]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SoundPath();

    [GeneratedRegex(@"c=IN IP[46] [^\r\n]+", RegexOptions.CultureInvariant)]
    private static partial Regex ConnectionLine();

    [GeneratedRegex(@"m=message \d+ ", RegexOptions.CultureInvariant)]
    private static partial Regex MediaPortNumber();

    [GeneratedRegex(@"a=path:[^\r\n]*\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex PathLine();

    [GeneratedRegex(@"(msrp://[^/\r\n]+):\d+/", RegexOptions.CultureInvariant)]
    private static partial Regex UriPort();

    [GeneratedRegex(@"msrps?://[^/\s]+/([^;\s]+);", RegexOptions.CultureInvariant)]
    private static partial Regex SessionId();
}
