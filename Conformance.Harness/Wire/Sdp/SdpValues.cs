namespace Conformance.Harness.Wire.Sdp;

/// <summary>The values of the lines: what each must look like (RFC 4566 section 9), and the typed views of some.</summary>
internal static class SdpValues
{
    private const int OriginFields = 6;
    private const int ConnectionFields = 3;
    private const int HighestPort = 65535;

    public static Defect? Check(ReadOnlyMemory<byte> octets, SdpLine line)
    {
        var value = line.ValueSpan.Of(octets);
        var control = value.IndexOfAny((byte)'\0', (byte)'\r');
        if (control >= 0)
        {
            return new(DefectKind.MalformedSdpValue, new(line.ValueSpan.Offset + control, 1));
        }

        return IsSound(line) ? null : new(DefectKind.MalformedSdpValue, line.ValueSpan);
    }

    public static SdpOrigin? Origin(SdpLine line) =>
        line.Value.Split(' ') is { Length: OriginFields } it ? new(it[0], it[1], it[2], it[3], it[4], it[5], line) : null;

    public static SdpConnection? Connection(SdpLine line) =>
        line.Value.Split(' ') is { Length: ConnectionFields } it ? new(it[0], it[1], it[2], line) : null;

    public static SdpAttribute Attribute(SdpLine line)
    {
        var parts = line.Value.Split(':', 2);
        return new(parts[0], parts.ElementAtOrDefault(1), line);
    }

    /// <summary>The port of an m= without its count; null when it is no number of the transports.</summary>
    public static int? Port(string? field)
    {
        var digits = field?.Split('/')[0] ?? "";
        return SdpGrammar.IsDigits(digits) && int.TryParse(digits, out var port) && port <= HighestPort ? port : null;
    }

    private static bool IsSound(SdpLine line) => line.Type switch
    {
        'v' => line.Value == "0",
        'o' => IsOrigin(line.Value.Split(' ')),
        'c' => IsConnection(line.Value.Split(' ')),
        'b' => line.Value.Split(':', 2) is [var type, var bandwidth] && SdpGrammar.IsToken(type) && SdpGrammar.IsDigits(bandwidth),
        't' => line.Value.Split(' ') is [var start, var stop] && IsTimeOrZero(start) && IsTimeOrZero(stop),
        'r' => IsRepeat(line.Value.Split(' ')),
        'z' => IsZones(line.Value.Split(' ')),
        'k' => IsKey(line.Value),
        'a' => IsAttribute(line.Value.Split(':', 2)),
        'm' => IsMedia(line.Value.Split(' ')),
        'u' => line.Value.Length > 0 && !line.Value.Any(char.IsWhiteSpace),
        _ => line.Value.Length > 0,
    };

    private static bool IsOrigin(string[] fields) =>
        fields.Length == OriginFields
        && SdpGrammar.IsVisible(fields[0])
        && SdpGrammar.IsDigits(fields[1])
        && SdpGrammar.IsDigits(fields[2])
        && SdpGrammar.IsToken(fields[3])
        && SdpGrammar.IsToken(fields[4])
        && SdpAddress.IsUnicast(fields[3], fields[4], fields[5]);

    private static bool IsConnection(string[] fields) =>
        fields.Length == ConnectionFields
        && SdpGrammar.IsToken(fields[0])
        && SdpGrammar.IsToken(fields[1])
        && SdpAddress.IsConnection(fields[0], fields[1], fields[2]);

    private static bool IsMedia(string[] fields) =>
        fields.Length >= 4
        && SdpGrammar.IsToken(fields[0])
        && Port(fields[1]) is not null
        && (fields[1].Split('/', 2) is not [_, var count] || SdpGrammar.IsInteger(count))
        && fields[2].Split('/').All(SdpGrammar.IsToken)
        && fields.Skip(3).All(SdpGrammar.IsToken);

    private static bool IsAttribute(string[] parts) =>
        SdpGrammar.IsToken(parts[0]) && (parts.Length == 1 || parts[1].Length > 0);

    private static bool IsTimeOrZero(string value) => value == "0" || SdpGrammar.IsTime(value);

    private static bool IsRepeat(string[] fields) =>
        fields.Length >= 3 && fields[0] is [not '0', ..] && fields.All(SdpGrammar.IsTypedTime);

    private static bool IsZones(string[] fields) =>
        fields.Length % 2 == 0
        && fields.Where((_, index) => index % 2 == 0).All(IsTimeOrZero)
        && fields.Where((_, index) => index % 2 == 1).All(it => SdpGrammar.IsTypedTime(it.StartsWith('-') ? it[1..] : it));

    private static bool IsKey(string value) =>
        value == "prompt"
        || (value.Split(':', 2) is ["clear" or "base64" or "uri", var key] && (key.Length > 0 || value == "base64:"));
}
