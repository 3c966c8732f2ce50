using System.Buffers;

namespace Conformance.Harness.Wire.Sip;

/// <summary>Reads one Via value: sent-protocol LWS sent-by *( SEMI via-params ) (RFC 3261 section 25.1).</summary>
internal static class ViaReader
{
    private const int MaxTtl = 255;

    private static readonly SearchValues<byte> SentByEnd = SearchValues.Create(";"u8);

    public static Reading<Via> Read(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var defects = new List<Defect>();
        var cursor = new Cursor(octets, span);
        var name = cursor.TakeWhile(CharClass.Token);
        var isSound = TakeSlash(ref cursor);
        var version = cursor.TakeWhile(CharClass.Token);
        isSound &= TakeSlash(ref cursor);
        var transport = cursor.TakeWhile(CharClass.Token);
        var gap = cursor.SkipLws();
        if (!isSound || name.IsEmpty || version.IsEmpty || transport.IsEmpty || gap.IsEmpty)
        {
            return new Reading<Via>(null, span, [new Defect(DefectKind.MalformedVia, span)]);
        }

        var sentBy = WireText.Trim(octets.Span, cursor.TakeUntil(SentByEnd));
        if (sentBy.IsEmpty)
        {
            return new Reading<Via>(null, span, [new Defect(DefectKind.MalformedVia, span)]);
        }

        var (host, port) = HostPort.Read(octets, sentBy, defects, allowsWhiteSpace: true);
        var parameters = HeaderParameters.Read(ref cursor, defects);
        ParameterNumbers.Judge(octets, parameters.Named("ttl"), MaxTtl, defects);
        return new Reading<Via>(
            new Via(version.Text(octets), transport.Text(octets), host, port, parameters, span), span, defects);
    }

    private static bool TakeSlash(ref Cursor cursor)
    {
        cursor.SkipLws();
        var isThere = cursor.Take('/');
        cursor.SkipLws();
        return isThere;
    }
}
