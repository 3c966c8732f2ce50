using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Wire.Sip;

/// <summary>host [ ":" port ] (RFC 3261 section 25.1).</summary>
internal static class HostPort
{
    private static readonly SearchValues<byte> HostEnd = SearchValues.Create(": \t\r\n"u8);

    /// <summary>Reads what fills the span; white space is allowed around the colon, as in a Via, only if told so.</summary>
    public static (string Host, int? Port) Read(
        ReadOnlyMemory<byte> octets, ByteSpan span, List<Defect> defects, bool allowsWhiteSpace = false)
    {
        var cursor = new Cursor(octets, span);
        var host = TakeHost(ref cursor);
        if (!IsHost(cursor.Of(host)))
        {
            defects.Add(new Defect(DefectKind.MalformedHost, host.IsEmpty ? span : host));
        }

        var beforeColon = cursor.Position;
        Skip(ref cursor, allowsWhiteSpace);
        if (cursor.AtEnd)
        {
            return (Name(octets, host), null);
        }

        if (!cursor.Take(':'))
        {
            defects.Add(new Defect(DefectKind.MalformedHost, ByteSpan.Between(beforeColon, span.End)));
            return (Name(octets, host), null);
        }

        Skip(ref cursor, allowsWhiteSpace);
        var port = cursor.Rest;
        var number = ReadPort(cursor.Of(port));
        if (number is null)
        {
            defects.Add(new Defect(DefectKind.MalformedPort, port.IsEmpty ? ByteSpan.Between(beforeColon, span.End) : port));
        }

        return (Name(octets, host), number);
    }

    private static ByteSpan TakeHost(ref Cursor cursor)
    {
        var start = cursor.Position;
        if (cursor.Current == '[')
        {
            cursor.TakeUntil(']');
            cursor.Take(']');
            return cursor.Since(start);
        }

        return cursor.TakeUntil(HostEnd);
    }

    private static void Skip(ref Cursor cursor, bool allowsWhiteSpace)
    {
        if (allowsWhiteSpace)
        {
            cursor.SkipLws();
        }
    }

    private static bool IsHost(ReadOnlySpan<byte> host)
    {
        if (host.StartsWith("["u8))
        {
            return host.EndsWith("]"u8) && IsIPv6(host[1..^1]);
        }

        return IsIPv4(host) || IsHostName(host);
    }

    private static bool IsIPv6(ReadOnlySpan<byte> address)
    {
        Span<char> text = stackalloc char[45];
        return address.Length <= text.Length
            && !address.Contains((byte)'%')
            && System.Text.Ascii.ToUtf16(address, text, out var length) == OperationStatus.Done
            && IPAddress.TryParse(text[..length], out var parsed)
            && parsed.AddressFamily == AddressFamily.InterNetworkV6;
    }

    private static bool IsIPv4(ReadOnlySpan<byte> host)
    {
        var groups = 0;
        foreach (var range in host.Split((byte)'.'))
        {
            var group = host[range];
            if (group.Length is < 1 or > 3 || group.ContainsAnyExcept(CharClass.Digit))
            {
                return false;
            }

            groups++;
        }

        return groups == 4;
    }

    /// <summary>Labels of letters, digits and inner hyphens; the last begins with a letter and may be followed by a dot.</summary>
    private static bool IsHostName(ReadOnlySpan<byte> host)
    {
        if (host.EndsWith("."u8))
        {
            host = host[..^1];
        }

        if (host.IsEmpty || host.ContainsAnyExcept(CharClass.Host))
        {
            return false;
        }

        foreach (var range in host.Split((byte)'.'))
        {
            var label = host[range];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }
        }

        return CharClass.Alpha.Contains(host[host.LastIndexOf((byte)'.') + 1]);
    }

    private static int? ReadPort(ReadOnlySpan<byte> digits) =>
        !digits.ContainsAnyExcept(CharClass.Digit)
        && ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static string Name(ReadOnlyMemory<byte> octets, ByteSpan host) => host.Text(octets).TrimStart('[').TrimEnd(']');
}
