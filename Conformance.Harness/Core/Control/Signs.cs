using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Control;

/// <summary>What in the octets of a message tells whose it is; each read once, when it is asked for.</summary>
internal sealed partial class Signs(ReadOnlyMemory<byte> octets)
{
    public ReadOnlyMemory<byte> Octets => octets;

    /// <summary>The octets as SIP, whatever they are.</summary>
    public SipMessage Message => field ??= SipMessage.Parse(octets);

    /// <summary>The MSRP sessions whose URIs stand in the octets, by authority and id (RFC 4975 section 6).</summary>
    public IReadOnlyList<string> Sessions => field ??= [.. Session().Matches(Encoding.Latin1.GetString(octets.Span)).Select(it => it.Groups[1].Value)];

    [GeneratedRegex(@"msrps?://([^\s;]+/[^\s;]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Session();
}
