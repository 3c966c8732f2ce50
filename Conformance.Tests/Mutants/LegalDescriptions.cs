using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>Other session descriptions for the same session.</summary>
internal static class LegalDescriptions
{
    private static readonly Regex Beside = new("m=(?:audio|message 0 ).*?(?=m=|\\z)", RegexOptions.Singleline);
    private const string Audio = "m=audio 0 RTP/AVP 0 8\r\na=sendonly\r\n";

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        LegalVariant.OfSdp("direction-for-the-session", "RFC 4566 section 6", sdp => sdp.Swap("a=sendrecv\r\n", "").Swap("m=message", "a=sendrecv\r\nm=message")),
        LegalVariant.OfSdp("direction-for-session-and-media", "RFC 4566 section 6", sdp => sdp.Swap("m=message", "a=recvonly\r\nm=message")),
        LegalVariant.OfSdp("connection-for-the-media-only", "RFC 4566 section 5.7", sdp => Regex.Replace(sdp, "(c=[^\r]*\r\n)(t=.*\r\n)(m=.*\r\n)", "$2$3$1")),
        LegalVariant.OfSdp("connection-for-session-and-media", "RFC 4566 section 5.7", sdp => Regex.Replace(sdp, "(c=[^\r]*\r\n)(t=.*\r\n)(m=.*\r\n)", "c=IN IP4 198.51.100.7\r\n$2$3$1")),
        LegalVariant.OfSdp("further-session-lines", "RFC 4566 section 5", sdp => sdp.Swap("c=", "i=Grüße\r\nu=http://im.example/~alice/\r\ne=Alice <alice@im.example>\r\np=+44-171-380-7777\r\nc=").Swap("t=0 0\r\n", "b=AS:64\r\nb=X-YZ:128\r\nt=0 0\r\nr=7d 1h 0 25h\r\na=tool:acme v2\r\na=charset:UTF-8\r\n")),
        LegalVariant.OfSdp("further-media-lines", "RFC 4566 section 5", sdp => Regex.Replace(sdp, "(m=message.*\r\n)", "$1i=a chat\r\nb=AS:64\r\n")),
        LegalVariant.OfSdp("session-name-of-one-space", "RFC 4566 section 5.3", sdp => sdp.Swap("s=-\r\n", "s= \r\n")),
        LegalVariant.OfSdp("origin-with-user-name", "RFC 4566 section 5.2", sdp => Regex.Replace(sdp, "o=- [0-9]+ ([0-9]+) ", origin => $"o=alice@im.example 9223372036854775807 {4611686018427387901 + long.Parse(origin.Groups[1].Value, CultureInfo.InvariantCulture)} ")),
        LegalVariant.OfSdp("origin-with-host-name", "RFC 4566 section 5.2", sdp => Regex.Replace(sdp, "(?<=o=.* IN IP4 )[0-9.]+", "alice-1.client.example")),
        LegalVariant.OfSdp("origin-with-ipv6-address", "RFC 4566 section 5.2", sdp => Regex.Replace(sdp, "(?<=o=.* )IN IP4 [0-9.]+", "IN IP6 2001:db8::7")),
        WithAudio("message-refused-before-message", "RFC 3264 section 5.1", sdp => sdp.Swap("m=message", "m=message 0 TCP/MSRP *\r\na=accept-types:*\r\na=path:msrp://192.0.2.2:2855/x4;tcp\r\nm=message")),
        LegalVariant.OfSdp("attributes-in-another-order", "RFC 4566 section 5.13", sdp => Regex.Replace(sdp, "(a=accept-types.*\r\n)(a=path.*\r\n)(a=sendrecv\r\n)", "$3$2$1")),
        LegalVariant.OfSdp("setup-attribute", "RFC 6135 section 4.2", sdp => Regex.Replace(sdp, "(m=message [1-9].*\r\n)", "$1a=setup:actpass\r\n")),
        LegalVariant.OfSdp("setup-attribute-active", "RFC 6135 section 4.2", sdp => Regex.Replace(sdp, "(m=message [1-9].*\r\n)", "$1a=setup:active\r\n")),
        LegalVariant.OfSdp("cema-attribute", "RFC 6714 section 4", sdp => sdp + "a=msrp-cema\r\n"),
        LegalVariant.OfSdp("further-attributes", "RFC 4566 section 5.13", sdp => sdp + "a=max-size:65536\r\na=accept-wrapped-types:text/plain * image/*\r\na=chatroom:nickname private-messages\r\na=x-flag\r\na=x-value:a:b =c\r\na=label:1\r\na=lang:sk\r\n"),
        LegalVariant.OfSdp("every-type-accepted", "RFC 4975 section 8.6", sdp => Regex.Replace(sdp, "(?<=a=accept-types:).*(?=\r\n)", "*")),
        LegalVariant.OfSdp("types-in-odd-case-with-wildcards", "RFC 4975 section 8.6", sdp => Regex.Replace(sdp, "(?<=a=accept-types:).*(?=\r\n)", "message/CPIM text/* Image/JPEG application/im-iscomposing+xml *")),
        LegalVariant.OfSdp("types-with-parameters", "RFC 4975 section 9", sdp => Regex.Replace(sdp, "(?<=a=accept-types:).*(?=\r\n)", "message/cpim text/plain;charset=utf-8 text/plain multipart/mixed multipart/alternative multipart/signed")),
        WithAudio("audio-refused-behind-message", "RFC 3264 section 5.1", sdp => sdp + Audio),
        WithAudio("audio-refused-before-message", "RFC 3264 section 5.1", sdp => sdp.Swap("m=message", Audio + "m=message")),
        WithAudio("audio-behind-message", "RFC 3264 section 5.1", sdp => sdp + "m=audio 49170 RTP/AVP 0 96\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:96 AMR/8000/1\r\na=fmtp:96 mode-set=0\r\na=recvonly\r\na=ptime:20\r\n"),
        WithAudio("audio-without-direction-before-message", "RFC 3264 section 5.1", sdp => sdp.Swap("m=message", "m=audio 49170 RTP/AVP 0\r\nm=message")),
        LegalVariant.OfSdp("path-with-further-parts", "RFC 4975 section 9", sdp => Regex.Replace(sdp, "(a=path:[^\r]*)", "$1;x-p=1;flag")),
    ];

    /// <summary>Offers another stream beside the chat, and keeps it; what the peer says of that stream is kept from the client, which did not ask for it.</summary>
    private static LegalVariant WithAudio(string name, string source, Func<string, string> edit)
    {
        var offered = LegalVariant.OfSdp(name, source, edit);
        return offered with
        {
            Create = () => offered.Create() with
            {
                Receive = (protocol, octets) => [protocol == WireProtocol.Sip ? WithoutAudio(SipMessage.Parse(octets)).Octets : octets],
            },
        };
    }

    private static SipMessage WithoutAudio(SipMessage message) =>
        message.WithPartText("application/sdp", sdp => Beside.Replace(sdp, "", 1));
}
