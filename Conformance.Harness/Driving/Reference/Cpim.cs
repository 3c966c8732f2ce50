using System.Globalization;
using System.Text;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The message/cpim wrapper (RFC 3862): message headers, an empty line, content headers, an empty line, content.</summary>
internal static class Cpim
{
    public const string Type = "message/cpim";

    public static byte[] Wrap(string from, string to, DateTimeOffset time, string contentType, byte[] body)
    {
        var moment = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var head = $"From: <{from}>\r\nTo: <{to}>\r\nDateTime: {moment}\r\n\r\nContent-Type: {contentType}\r\n\r\n";
        return [.. Encoding.UTF8.GetBytes(head), .. body];
    }

    /// <summary>What is inside; null when the octets are no such wrapper.</summary>
    public static (string ContentType, byte[] Body)? Unwrap(byte[] octets)
    {
        var message = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        if (message < 0)
        {
            return null;
        }

        var inner = octets.AsSpan(message + 4);
        var content = inner.IndexOf("\r\n\r\n"u8);
        if (content < 0)
        {
            return null;
        }

        var type = Encoding.UTF8.GetString(inner[..content])
            .Split("\r\n")
            .Select(it => it.Split(':', 2))
            .FirstOrDefault(it => it.Length == 2 && it[0].Equals("Content-Type", StringComparison.OrdinalIgnoreCase));
        return (type?[1].Trim() ?? "text/plain", inner[(content + 4)..].ToArray());
    }
}
