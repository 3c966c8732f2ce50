using System.Net;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>Begins a response: what it copies from its request (RFC 3261 section 8.2.6).</summary>
public static class SipReply
{
    /// <summary>
    /// A response with Via, From, To, Call-ID and CSeq of the request. The top Via tells where the request came from (RFC
    /// 3261 section 18.2.1, RFC 3581 section 4). <paramref name="toTag"/> goes to a To that has no tag; null leaves it so.
    /// </summary>
    public static SipWriter To(SipMessage request, Hop source, int statusCode, string reasonPhrase, string? toTag)
    {
        var response = SipWriter.Response(statusCode, reasonPhrase);
        foreach (var via in Vias(request, source.Address))
        {
            response.Header("Via", via);
        }

        return response
            .Header("From", request.Header("From")?.Value ?? "")
            .Header("To", To(request, toTag))
            .Header("Call-ID", request.CallId ?? "")
            .Header("CSeq", request.Header("CSeq")?.Value ?? "");
    }

    private static IEnumerable<string> Vias(SipMessage request, IPEndPoint source) => request.ElementTexts("Via")
        .Select((text, i) => i == 0 && request.Vias[0].Value is { } via ? Seen(request, via, source) : text);

    private static string Seen(SipMessage request, Via via, IPEndPoint source)
    {
        var text = via.Span.Text(request.Octets);
        var asked = via.Parameters.Named("rport") is { Value: null };
        if (asked)
        {
            var begin = via.Parameters.Named("rport")!.Span.Offset - via.Span.Offset;
            text = text.Insert(text.IndexOf("rport", begin, StringComparison.OrdinalIgnoreCase) + "rport".Length, $"={source.Port}");
        }

        var differs = !IPAddress.TryParse(via.Host.Trim('[', ']'), out var sentBy) || !sentBy.Equals(source.Address);
        return (asked || differs) && via.Parameters.Named("received") is null
            ? $"{text.ReplaceLineEndings("")};received={source.Address}"
            : text.ReplaceLineEndings("");
    }

    private static string To(SipMessage request, string? tag)
    {
        var to = request.Header("To")?.Value ?? "";
        return tag is null || request.To?.Value?.Tag is not null ? to : $"{to};tag={tag}";
    }
}
