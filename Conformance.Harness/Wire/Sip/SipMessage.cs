using System.Globalization;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// A SIP message that keeps every octet it was read from. Reading never fails: what breaks the grammar is in
/// <see cref="Defects"/>. Header values are read when they are asked for, once. Spans are offsets into <see cref="Octets"/>.
/// </summary>
public sealed class SipMessage
{
    private readonly SipHead _head;
    private Reading<WireUri>? _requestUri;
    private Reading<NameAddr>? _from;
    private Reading<NameAddr>? _to;
    private Reading<CSeq>? _cseq;
    private Reading<RAck>? _rack;
    private IReadOnlyList<Reading<Via>>? _vias;
    private IReadOnlyList<Reading<NameAddr>>? _contacts;
    private IReadOnlyList<Defect>? _inspected;
    private IReadOnlyList<BodyPart>? _leafParts;

    private SipMessage(ReadOnlyMemory<byte> octets, SipHead head, ByteSpan body, IReadOnlyList<Defect> defects)
    {
        Octets = octets;
        _head = head;
        Body = body;
        Defects = defects;
        Method = head.StartLine.Method.Text(octets);
        ReasonPhrase = head.StartLine.ReasonPhrase.Text(octets);
    }

    public ReadOnlyMemory<byte> Octets { get; }

    public bool IsRequest => _head.StartLine.IsRequest;

    /// <summary>The request's method as written; "" for a response.</summary>
    public string Method { get; }

    /// <summary>The response's status code; 0 for a request, and where there is no code from 100 to 699.</summary>
    public int StatusCode => _head.StartLine.StatusCode;

    public string ReasonPhrase { get; }

    /// <summary>The start line without its line end.</summary>
    public ByteSpan StartLine => _head.StartLine.Span;

    public ByteSpan MethodSpan => _head.StartLine.Method;

    /// <summary>The octets of the Request-URI; empty for a response.</summary>
    public ByteSpan RequestUriSpan => _head.StartLine.RequestUri;

    /// <summary>The Request-URI; of a response a reading without value and without defects.</summary>
    public Reading<WireUri> RequestUri => _requestUri ??= IsRequest
        ? UriReader.ReadRequestUri(Octets, RequestUriSpan)
        : new Reading<WireUri>(null, default, []);

    /// <summary>Start line and header fields, without the empty line that ends them.</summary>
    public ByteSpan Head => _head.Span;

    /// <summary>Whether the empty line that ends the header fields is there.</summary>
    public bool IsHeadClosed => _head.IsClosed;

    /// <summary>The body, as long as Content-Length says where that is possible (RFC 3261 section 18.3).</summary>
    public ByteSpan Body { get; }

    public IReadOnlyList<SipHeader> Headers => _head.Headers;

    /// <summary>What is wrong with framing, start line and header lines; header values are not read for this.</summary>
    public IReadOnlyList<Defect> Defects { get; }

    public Reading<NameAddr>? From => _from ??= Single("From", NameAddr.Parse);

    public Reading<NameAddr>? To => _to ??= Single("To", NameAddr.Parse);

    public Reading<CSeq>? CSeq => _cseq ??= Single("CSeq", Sip.CSeq.Parse);

    public Reading<RAck>? RAck => _rack ??= Single("RAck", Sip.RAck.Parse);

    /// <summary>The leaf parts of the body (<see cref="SipBodies.BodyParts"/>).</summary>
    internal IReadOnlyList<BodyPart> LeafParts => _leafParts ??= SipBodies.Leaves(this);

    internal IReadOnlyList<HeaderDefinition?> Definitions => _head.Definitions;

    public string? CallId => Header("Call-ID")?.Value;

    public IReadOnlyList<Reading<Via>> Vias => _vias ??= [.. Elements("Via").Select(it => Via.Parse(Octets, it))];

    /// <summary>The values of Contact; "*" is an address whose <see cref="NameAddr.IsWildcard"/> is true.</summary>
    public IReadOnlyList<Reading<NameAddr>> Contacts => _contacts ??= Addresses("Contact");

    /// <summary>
    /// Reads one message that fills <paramref name="octets"/>: a datagram. The body is what Content-Length says, or the
    /// rest of the datagram where it says nothing (RFC 3261 section 18.3).
    /// </summary>
    public static SipMessage Parse(ReadOnlyMemory<byte> octets) => Of(octets, SipHead.Parse(octets.Span), isStream: false);

    /// <summary>
    /// The same for what came over this transport: on a stream a message without Content-Length cannot be told from the
    /// next, so that its absence is a MissingHeader among <see cref="Defects"/>.
    /// </summary>
    public static SipMessage Parse(ReadOnlyMemory<byte> octets, Transport transport) =>
        Of(octets, SipHead.Parse(octets.Span, isStream: transport != Transport.Udp), isStream: transport != Transport.Udp);

    /// <summary>A message whose head was read already.</summary>
    internal static SipMessage Of(ReadOnlyMemory<byte> octets, SipHead head, bool isStream)
    {
        var defects = new List<Defect>(head.Defects);
        var available = octets.Length - head.BodyStart;
        var body = new ByteSpan(head.BodyStart, Math.Min(head.Length.Octets ?? available, available));
        if (isStream && !head.Length.IsPresent)
        {
            defects.Add(new Defect(DefectKind.MissingHeader, head.Span));
        }

        if (isStream && head.Length.IsBeyondBuffers)
        {
            defects.Add(new Defect(DefectKind.NumberOutOfRange, head.Length.Value));
        }
        else if (head.Length.Octets > available)
        {
            defects.Add(new Defect(DefectKind.BodyShorterThanContentLength, head.Length.Value));
        }

        if (body.End < octets.Length)
        {
            defects.Add(new Defect(DefectKind.OctetsAfterBody, ByteSpan.Between(body.End, octets.Length)));
        }

        return new SipMessage(octets, head, body, defects);
    }

    /// <summary>All defects: <see cref="Defects"/>, and those of the Request-URI and of each header value that has a typed view.</summary>
    public IReadOnlyList<Defect> Inspect() => _inspected ??= Inspection.Of(this);

    /// <summary>The fields that every such message must have and that are not there (RFC 3261 section 8.1.1): their names.</summary>
    public IReadOnlyList<string> MissingHeaders() => Inspection.MissingHeaders(this);

    /// <summary>The first field of that name (long or compact, any case).</summary>
    public SipHeader? Header(string name) => HeadersNamed(name).FirstOrDefault();

    public IEnumerable<SipHeader> HeadersNamed(string name)
    {
        var definition = HeaderTable.Find(name);
        for (var at = 0; at < Headers.Count; at++)
        {
            if (definition is null
                ? Headers[at].Name.Equals(name, StringComparison.OrdinalIgnoreCase)
                : ReferenceEquals(_head.Definitions[at], definition))
            {
                yield return Headers[at];
            }
        }
    }

    /// <summary>
    /// The elements of a comma list over all its rows, in order, each where it stands (RFC 3261 section 7.3.1). Empty elements
    /// are left out; the value of a field that is known to be no list is one element.
    /// </summary>
    public IReadOnlyList<ByteSpan> Elements(string name)
    {
        var isList = HeaderTable.Find(name)?.Occurrence is null or Occurrence.List;
        var elements = new List<ByteSpan>();
        foreach (var header in HeadersNamed(name))
        {
            elements.AddRange(isList ? CommaList.Split(Octets, header.ValueSpan, []) : [header.ValueSpan]);
        }

        return elements;
    }

    /// <summary>The same, as text.</summary>
    public IReadOnlyList<string> ElementTexts(string name) => [.. Elements(name).Select(it => WireText.Unfold(it.Of(Octets)))];

    /// <summary>Each value of a field that is a list of name-addr: Route, Record-Route, Service-Route, Path …</summary>
    public IReadOnlyList<Reading<NameAddr>> Addresses(string name)
    {
        var read = HeaderTable.LongName(name).Equals("Contact", StringComparison.OrdinalIgnoreCase)
            ? (Func<ReadOnlyMemory<byte>, ByteSpan, Reading<NameAddr>>)NameAddr.ParseContact
            : NameAddr.Parse;
        return [.. Elements(name).Select(it => read(Octets, it))];
    }

    /// <summary>A field that is a token with parameters; null when it is absent.</summary>
    public Reading<TokenValue>? Token(string name) => Single(name, TokenValue.Parse);

    /// <summary>A field that is a number, whatever parameters or comment follow it; null when absent or not a number that fits.</summary>
    public long? Number(string name)
    {
        if (Header(name) is not { } header)
        {
            return null;
        }

        var cursor = new Cursor(Octets, header.ValueSpan);
        var digits = cursor.Of(cursor.TakeWhile(CharClass.Digit));
        cursor.SkipLws();
        return cursor.Current is -1 or ';' or '('
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private Reading<T>? Single<T>(string name, Func<ReadOnlyMemory<byte>, ByteSpan, Reading<T>> parse)
        where T : class => Header(name) is { } header ? parse(Octets, header.ValueSpan) : null;
}
