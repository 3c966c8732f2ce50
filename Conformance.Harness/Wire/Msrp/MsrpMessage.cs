using System.Globalization;
using System.Text;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// One MSRP request (a chunk of a SEND, a REPORT) or response, with every octet it was read from (RFC 4975 section 7).
/// Reading never fails: what breaks the grammar is in <see cref="Defects"/>.
/// </summary>
public sealed class MsrpMessage
{
    private readonly MsrpLayout _layout;
    private IReadOnlyList<Defect>? _defects;
    private IReadOnlyList<Reading<MsrpUri>>? _toPath;
    private IReadOnlyList<Reading<MsrpUri>>? _fromPath;

    private MsrpMessage(ReadOnlyMemory<byte> octets)
    {
        Octets = octets;
        _layout = MsrpLayout.Of(octets.Span);
        Headers = [.. HeaderLines().Select(line => MsrpHeader.Read(octets, line)).OfType<MsrpHeader>()];
    }

    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>False for a response and for what has no readable start line.</summary>
    public bool IsRequest => !Code.IsEmpty && !StartsWithDigit;

    /// <summary>The method as written; "" for a response.</summary>
    public string Method => IsRequest ? Code.Text(Octets) : "";

    /// <summary>The status code; 0 for a request, and for a code that is no number.</summary>
    public int StatusCode =>
        StartsWithDigit && int.TryParse(Code.Of(Octets), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;

    /// <summary>The comment behind the status code; null when there is none.</summary>
    public string? Comment => IsRequest ? null : _layout.Head.Start.Comment?.Text(Octets);

    public string TransactionId => TransactionIdSpan.Text(Octets);

    public ByteSpan TransactionIdSpan => _layout.Head.Start.TransactionId;

    public ByteSpan StartLine => _layout.Head.Start.Line;

    /// <summary>The header fields in order; a line without colon is not among them.</summary>
    public IReadOnlyList<MsrpHeader> Headers { get; }

    /// <summary>Start line and header fields with their line ends.</summary>
    public ByteSpan Head => new(0, _layout.Head.End);

    /// <summary>Whether an empty line follows the header fields.</summary>
    public bool HasBody => _layout.HasBlankLine;

    /// <summary>The body without the CRLF that belongs to the end-line (RFC 4975 section 7.1).</summary>
    public ByteSpan Body => _layout.Body;

    /// <summary>The end-line without its CRLF; empty when there is none. With a defect: what was meant as one.</summary>
    public ByteSpan EndLine => _layout.EndLine;

    /// <summary>The continuation flag: '$', '+' or '#'; '\0' when there is none.</summary>
    public char ContinuationFlag => !EndLine.IsEmpty && MsrpEnd.IsFlag(Octets.Span[EndLine.End - 1]) ? (char)Octets.Span[EndLine.End - 1] : '\0';

    /// <summary>Every breach of the grammar, in the order of the octets. Found at the first call.</summary>
    public IReadOnlyList<Defect> Defects => _defects ??= new MsrpGrammar(this, _layout).Check();

    public IReadOnlyList<Reading<MsrpUri>> ToPath => _toPath ??= Path("To-Path");

    public IReadOnlyList<Reading<MsrpUri>> FromPath => _fromPath ??= Path("From-Path");

    public string? MessageId => Header("Message-ID")?.Value;

    public string? ContentType => Header("Content-Type")?.Value;

    /// <summary>Null when there is no such field.</summary>
    public Reading<ByteRange>? ByteRange =>
        Header("Byte-Range") is { } header ? Msrp.ByteRange.Parse(Octets, header.ValueSpan) : null;

    private ByteSpan Code => _layout.Head.Start.Code;

    private bool StartsWithDigit => !Code.IsEmpty && char.IsAsciiDigit((char)Octets.Span[Code.Offset]);

    public static MsrpMessage Parse(ReadOnlyMemory<byte> octets) => new(octets);

    /// <summary>The first field of that name, which is looked up without case.</summary>
    public MsrpHeader? Header(string name)
    {
        foreach (var header in Headers)
        {
            if (header.Is(name))
            {
                return header;
            }
        }

        return null;
    }

    /// <summary>Without any field of that name; every other octet as it was.</summary>
    public MsrpMessage Without(string name)
    {
        var kept = new List<byte>(Octets.Length);
        var at = 0;
        foreach (var header in Headers.Where(it => it.Is(name)))
        {
            kept.AddRange(Octets.Span[at..header.Span.Offset]);
            at = MsrpHead.AfterLine(Octets.Span, header.Span);
        }

        kept.AddRange(Octets.Span[at..]);
        return Parse(kept.ToArray());
    }

    /// <summary>With the field's value replaced in its place, or the field added after the paths.</summary>
    public MsrpMessage With(string name, string value)
    {
        if (Header(name) is { } header)
        {
            return WithOctets(header.ValueSpan, Encoding.UTF8.GetBytes(value));
        }

        var before = Headers.LastOrDefault(it => it.Is("To-Path") || it.Is("From-Path"))?.Span ?? StartLine;
        var at = MsrpHead.AfterLine(Octets.Span, before);
        return WithOctets(new ByteSpan(at, 0), Encoding.UTF8.GetBytes($"{name}: {value}\r\n"));
    }

    /// <summary>With the octets of a span replaced and nothing else touched.</summary>
    public MsrpMessage WithOctets(ByteSpan span, ReadOnlySpan<byte> replacement) =>
        Parse((byte[])[.. Octets.Span[..span.Offset], .. replacement, .. Octets.Span[span.End..]]);

    public override string ToString() => Encoding.UTF8.GetString(Octets.Span);

    /// <summary>The lines between start line and the end of the header section, without line ends.</summary>
    internal IEnumerable<ByteSpan> HeaderLines()
    {
        for (var at = _layout.Head.FirstHeader; at < _layout.Head.End;)
        {
            var line = MsrpHead.Line(Octets.Span, at);
            yield return line;
            at = MsrpHead.AfterLine(Octets.Span, line);
        }
    }

    private IReadOnlyList<Reading<MsrpUri>> Path(string name) =>
        Header(name) is { } header ? MsrpUri.ParsePath(Octets, header.ValueSpan) : [];
}
