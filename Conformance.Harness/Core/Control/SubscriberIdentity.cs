using System.Net;
using System.Text;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Control;

/// <summary>
/// What tells the traffic of one subscriber from that of others: its address, and the Call-IDs, MSRP sessions and source
/// addresses that were seen in its traffic so far.
/// </summary>
/// <param name="address">The IM Address.</param>
/// <param name="mark">A text that stands in its address and in no other's; null when the address has none.</param>
internal sealed class SubscriberIdentity(string address, string? mark)
{
    private readonly SipUri? _uri = WireUri.Parse(address).Value as SipUri;
    private readonly byte[]? _mark = mark is null ? null : Encoding.ASCII.GetBytes(mark);
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<IPEndPoint> _sources = [];

    /// <summary>Learns from a message of this subscriber, either way. The source is that of one from the client.</summary>
    public void Learn(Signs signs, IPEndPoint? source)
    {
        if (source is not null)
        {
            _sources.Add(source);
        }

        if (signs.Message.CallId is { Length: > 0 } call)
        {
            _calls.Add(call);
        }

        _sessions.UnionWith(signs.Sessions);
    }

    public bool HasAddress(WireUri? uri) => _uri is not null && uri is SipUri sip && sip.IsEquivalentTo(_uri);

    public bool HasCall(string? call) => call is not null && _calls.Contains(call);

    public bool HasSession(IEnumerable<string> sessions) => sessions.Any(_sessions.Contains);

    public bool HasSource(IPEndPoint source) => _sources.Contains(source);

    /// <summary>Whether the mark stands anywhere in the octets, however broken the rest of them is.</summary>
    public bool IsMarked(ReadOnlySpan<byte> octets) => _mark is not null && octets.IndexOf(_mark) >= 0;
}
