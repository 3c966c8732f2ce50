using System.Globalization;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The message/cpim wrapper (RFC 3862): message headers, an empty line, content headers, an empty line, content.</summary>
internal static class Cpim
{
    public const string Type = CpimMessage.MediaType;

    public static byte[] Wrap(string from, string to, DateTimeOffset time, string contentType, byte[] body) => CpimMessage.Write(
        [("From", $"<{from}>"), ("To", $"<{to}>"), ("DateTime", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))],
        contentType,
        body);

    /// <summary>What is inside; null when the octets are no such wrapper.</summary>
    public static (string ContentType, byte[] Body)? Unwrap(byte[] octets) => CpimMessage.Parse(octets) is { Value: { } wrapped } reading
        && reading.Defects.All(it => it.Kind is not (DefectKind.CpimSectionNotClosed or DefectKind.PartWithoutBlankLine))
        ? (wrapped.ContentType ?? "text/plain", wrapped.Body.ToArray())
        : null;
}
