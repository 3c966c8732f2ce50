using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>Reads one MSRP URI: scheme "://" authority ["/" session-id] ";" transport *(";" parameter).</summary>
internal sealed class MsrpUriReader(ReadOnlyMemory<byte> octets, ByteSpan span)
{
    private readonly List<Defect> _defects = [];
    private int _at = span.Offset;

    public Reading<MsrpUri> Read()
    {
        var colon = span.Of(octets).IndexOf("://"u8);
        if (colon <= 0)
        {
            return new Reading<MsrpUri>(null, span, [new Defect(DefectKind.MalformedMsrpUri, span)]);
        }

        var scheme = Take(colon);
        Require(Text(scheme).ToUpperInvariant() is "MSRP" or "MSRPS", scheme);
        _at += 3;
        var userInfo = ReadUserInfo();
        var host = ReadHost();
        var port = ReadPort();
        var session = ReadSessionId();
        var transport = ReadTransport();
        var uri = new MsrpUri(span.Text(octets), Text(scheme), userInfo, host, port, session, transport, ReadParameters(), span);
        return new Reading<MsrpUri>(uri, span, _defects);
    }

    private string? ReadUserInfo()
    {
        var rest = Rest();
        var slash = rest.IndexOf((byte)'/');
        var length = (slash < 0 ? rest : rest[..slash]).LastIndexOf((byte)'@');
        if (length < 0)
        {
            return null;
        }

        var userInfo = Take(length);
        _at++;
        Require(MsrpChars.IsUserInfo(userInfo.Of(octets)), userInfo);
        return Text(userInfo);
    }

    private string ReadHost()
    {
        var rest = Rest();
        if (!rest.StartsWith("["u8))
        {
            var name = TakeUntil(":/;"u8);
            Require(MsrpChars.IsRegisteredName(name.Of(octets)), name);
            return Text(name);
        }

        var close = rest.IndexOf((byte)']');
        var literal = Take(close < 0 ? rest.Length : close + 1);
        var inner = close < 0 ? ByteSpan.Between(literal.Offset + 1, literal.End) : new ByteSpan(literal.Offset + 1, literal.Length - 2);
        Require(close >= 0 && IsAddressLiteral(Text(inner)), literal);
        return Text(inner);
    }

    /// <summary>RFC 3986 lets the digits behind the colon be absent: there is then no port.</summary>
    private int? ReadPort()
    {
        if (!Rest().StartsWith(":"u8))
        {
            return null;
        }

        _at++;
        var digits = TakeUntil("/;"u8);
        if (digits.IsEmpty)
        {
            return null;
        }

        var isPort = MsrpChars.IsDigits(digits.Of(octets))
            & ushort.TryParse(digits.Of(octets), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        Require(isPort, digits);
        return isPort ? port : null;
    }

    private string? ReadSessionId()
    {
        if (!Rest().StartsWith("/"u8))
        {
            return null;
        }

        _at++;
        var session = TakeUntil(";"u8);
        Require(MsrpChars.IsSessionId(session.Of(octets)), session);
        return Text(session);
    }

    private string ReadTransport()
    {
        // Only octets behind "]" can stand here: everything else was taken by host, port or session-id.
        var stray = TakeUntil(";"u8);
        Require(stray.IsEmpty, stray);
        if (Rest().IsEmpty)
        {
            Require(false, new ByteSpan(_at, 0));
            return "";
        }

        _at++;
        var transport = TakeUntil(";"u8);
        Require(MsrpChars.IsAlphanumeric(transport.Of(octets)), transport);
        return Text(transport);
    }

    private List<Parameter> ReadParameters()
    {
        var parameters = new List<Parameter>();
        while (!Rest().IsEmpty)
        {
            _at++;
            parameters.Add(ReadParameter(TakeUntil(";"u8)));
        }

        return parameters;
    }

    private Parameter ReadParameter(ByteSpan whole)
    {
        var equals = whole.Of(octets).IndexOf((byte)'=');
        var name = equals < 0 ? whole : whole with { Length = equals };
        var value = equals < 0 ? default : ByteSpan.Between(name.End + 1, whole.End);
        Require(MsrpChars.IsToken(name.Of(octets)) && (equals < 0 || MsrpChars.IsToken(value.Of(octets))), whole);
        return new Parameter(Text(name), equals < 0 ? null : Text(value), whole);
    }

    /// <summary>An IPv6 address without zone, or RFC 3986's IPvFuture.</summary>
    private static bool IsAddressLiteral(string text) =>
        text.StartsWith("v", StringComparison.OrdinalIgnoreCase)
        || (!text.Contains('%', StringComparison.Ordinal)
            && IPAddress.TryParse(text, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6);

    private ReadOnlySpan<byte> Rest() => ByteSpan.Between(_at, span.End).Of(octets);

    private ByteSpan TakeUntil(ReadOnlySpan<byte> delimiters)
    {
        var length = Rest().IndexOfAny(delimiters);
        return Take(length < 0 ? Rest().Length : length);
    }

    private ByteSpan Take(int length)
    {
        var taken = new ByteSpan(_at, length);
        _at += length;
        return taken;
    }

    private string Text(ByteSpan part) => part.Text(octets);

    private void Require(bool condition, ByteSpan part)
    {
        if (!condition)
        {
            _defects.Add(new Defect(DefectKind.MalformedMsrpUri, part));
        }
    }
}
