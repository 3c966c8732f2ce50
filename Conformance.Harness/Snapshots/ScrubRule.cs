using System.Text.RegularExpressions;

namespace Conformance.Harness.Snapshots;

/// <summary>One kind of value that differs from run to run without meaning anything, and the sentence that leaves it free.</summary>
/// <param name="Token">What stands for it: {branch-1}, {branch-2} …</param>
/// <param name="Source">Document and section that leave the value to the sender.</param>
/// <param name="Pattern">Matches the value and nothing else.</param>
public sealed partial record ScrubRule(string Token, string Source, Regex Pattern)
{
    /// <summary>In the order in which they apply: a port is known by the address before it.</summary>
    public static IReadOnlyList<ScrubRule> All { get; } =
    [
        new("branch", "RFC 3261 section 8.1.1.7", Branch()),
        new("tag", "RFC 3261 section 19.3", Tag()),
        new("call-id", "RFC 3261 section 8.1.1.4", CallId()),
        new("cseq", "RFC 3261 section 8.1.1.5", CSeq()),
        new("boundary", "RFC 2046 section 5.1.1", Boundary()),
        new("session-id", "RFC 4975 section 14.1", SessionId()),
        new("sdp-session", "RFC 4566 section 5.2", SdpSession()),
        new("digest", "RFC 2617 section 3.2.2", DigestValue()),
        new("content-length", "RFC 3261 section 20.14", ContentLength()),
        new("address", "RFC 3261 section 18.1.1", Address()),
        new("port", "RFC 3261 section 18.1.1", Port()),
    ];

    [GeneratedRegex(@"(?<=;\s*branch\s*=\s*)[^\s;,]+", RegexOptions.IgnoreCase)]
    private static partial Regex Branch();

    [GeneratedRegex(@"(?<=;\s*tag\s*=\s*)[^\s;,>]+", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<=^(?:Call-ID|i)\s*:\s*)\S+", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex CallId();

    [GeneratedRegex(@"(?<=^CSeq\s*:\s*)\d+", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex CSeq();

    [GeneratedRegex("(?<=;\\s*boundary\\s*=\\s*\"?)[^\";\\s]+|(?<=^--)\\S+?(?=(?:--)?$)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"(?<=msrps?://[^/\s]+/)[^;\s]+", RegexOptions.IgnoreCase)]
    private static partial Regex SessionId();

    [GeneratedRegex(@"(?<=^o=\S+ (?:\d+ )?)\d+", RegexOptions.Multiline)]
    private static partial Regex SdpSession();

    [GeneratedRegex("(?<=\\b(?:nonce|cnonce|response|opaque)\\s*=\\s*\")[^\"]+", RegexOptions.IgnoreCase)]
    private static partial Regex DigestValue();

    [GeneratedRegex(@"(?<=^(?:Content-Length|l)\s*:\s*)\d+", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContentLength();

    [GeneratedRegex(@"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<=\[|IP6 )[0-9a-f:.]*:[0-9a-f:.]+", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=\{address-\d+\}\]?:)\d+|(?<=^m=message )\d+", RegexOptions.Multiline)]
    private static partial Regex Port();
}
