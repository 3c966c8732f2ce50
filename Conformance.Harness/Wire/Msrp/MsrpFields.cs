namespace Conformance.Harness.Wire.Msrp;

/// <summary>The header fields whose values the grammar of RFC 4975 section 9 spells out.</summary>
internal static class MsrpFields
{
    private static readonly Dictionary<string, Func<ReadOnlyMemory<byte>, ByteSpan, IEnumerable<Defect>>> Values =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["To-Path"] = Path,
            ["From-Path"] = Path,
            ["Message-ID"] = (octets, value) =>
                Unless(MsrpChars.IsIdent(value.Of(octets)), DefectKind.MalformedIdent, value),
            ["Byte-Range"] = (octets, value) => ByteRange.Parse(octets, value).Defects,
            ["Success-Report"] = (octets, value) => OneOf(octets, value, "yes", "no"),
            ["Failure-Report"] = (octets, value) => OneOf(octets, value, "yes", "no", "partial"),
            ["Status"] = (octets, value) =>
                Unless(IsStatus(value.Of(octets)), DefectKind.MalformedMsrpHeader, value),
            ["Content-Type"] = (octets, value) =>
                Unless(IsMediaType(value.Of(octets)), DefectKind.MalformedMediaType, value),
        };

    /// <summary>
    /// Whether the field stands at most once, with one space before its value and none behind. Not Status: its comment
    /// may end with spaces, and its namespaces leave room for a second one.
    /// </summary>
    public static bool IsSingular(string name) =>
        Values.ContainsKey(name) && !name.Equals("Status", StringComparison.OrdinalIgnoreCase);

    public static IEnumerable<Defect> Check(ReadOnlyMemory<byte> octets, MsrpHeader header) =>
        Values.TryGetValue(header.Name, out var check) ? check(octets, header.ValueSpan) : [];

    private static IEnumerable<Defect> Path(ReadOnlyMemory<byte> octets, ByteSpan value) =>
        MsrpUri.ParsePath(octets, value).SelectMany(uri => uri.Defects);

    /// <summary>Literals of the ABNF are read without case (RFC 4234 section 2.3).</summary>
    private static IEnumerable<Defect> OneOf(ReadOnlyMemory<byte> octets, ByteSpan value, params string[] allowed) =>
        Unless(allowed.Contains(value.Text(octets), StringComparer.OrdinalIgnoreCase), DefectKind.MalformedMsrpHeader, value);

    /// <summary>Namespace, space, status code, and a comment behind another space.</summary>
    private static bool IsStatus(ReadOnlySpan<byte> value) =>
        value.Length >= 7
        && MsrpChars.IsDigits(value[..3])
        && value[3] == ' '
        && MsrpChars.IsDigits(value[4..7])
        && (value.Length == 7 || value[7] == ' ');

    /// <summary>
    /// Type and subtype only: the grammar has no space before a parameter, but senders that take the value from MIME
    /// have one, and MIME allows it.
    /// </summary>
    private static bool IsMediaType(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOfAny((byte)';', (byte)' ');
        var type = end < 0 ? value : value[..end];
        var slash = type.IndexOf((byte)'/');
        return slash > 0 && MsrpChars.IsToken(type[..slash]) && MsrpChars.IsToken(type[(slash + 1)..]);
    }

    private static IEnumerable<Defect> Unless(bool isSound, DefectKind kind, ByteSpan span) =>
        isSound ? [] : [new Defect(kind, span)];
}
