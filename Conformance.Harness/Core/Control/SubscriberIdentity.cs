using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Control;

/// <summary>
/// What tells the traffic of one subscriber from that of others: its address, and the Call-IDs, MSRP sessions and source
/// addresses that were seen in its traffic so far.
/// </summary>
/// <param name="address">The IM Address.</param>
/// <param name="mark">A text that stands in its address and in no other's; null when the address has none.</param>
internal sealed partial class SubscriberIdentity(string address, string? mark)
{
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<IPEndPoint> _sources = [];

    public string Address => address;

    /// <summary>Learns from a message of this subscriber, either way. The source is that of one from the client.</summary>
    public void Learn(ReadOnlyMemory<byte> octets, IPEndPoint? source)
    {
        if (source is not null)
        {
            _sources.Add(source);
        }

        if (SipMessage.Parse(octets).CallId is { Length: > 0 } call)
        {
            _calls.Add(call);
        }

        _sessions.UnionWith(SessionsIn(octets));
    }

    public bool HasCall(string? call) => call is not null && _calls.Contains(call);

    public bool HasSession(IEnumerable<string> sessions) => sessions.Any(_sessions.Contains);

    public bool HasSource(IPEndPoint source) => _sources.Contains(source);

    /// <summary>Whether the mark stands anywhere in the octets, however broken the rest of them is.</summary>
    public bool IsMarked(ReadOnlySpan<byte> octets) => mark is not null && octets.IndexOf(Encoding.ASCII.GetBytes(mark)) >= 0;

    /// <summary>The MSRP sessions whose URIs stand in the octets, by authority and id (RFC 4975 section 6).</summary>
    public static IReadOnlyList<string> SessionsIn(ReadOnlyMemory<byte> octets) =>
        [.. Session().Matches(Encoding.Latin1.GetString(octets.Span)).Select(it => it.Groups[1].Value)];

    [GeneratedRegex(@"msrps?://([^\s;]+/[^\s;]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Session();
}
