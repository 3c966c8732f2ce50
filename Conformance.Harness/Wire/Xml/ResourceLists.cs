using System.Buffers;
using System.Text;
using System.Text.Unicode;
using System.Xml;

namespace Conformance.Harness.Wire.Xml;

/// <summary>One entry of a resource list (RFC 4826 section 3.1) with the copyControl attribute of RFC 5364; span from "&lt;" to its end tag.</summary>
public sealed record ResourceEntry(string? Uri, string? DisplayName, string? CopyControl, string? CopyControlNamespace, ByteSpan Span)
{
    /// <summary>The anonymize attribute of RFC 5364 section 5, as it is written.</summary>
    public string? Anonymize { get; init; }

    /// <summary>The count attribute of RFC 5364 section 5, as it is written.</summary>
    public string? Count { get; init; }
}

/// <summary>
/// An application/resource-lists+xml document (RFC 4826). Matched by namespace, never by prefix; a DTD and external
/// entities are refused. Spans are offsets into the whole message.
/// </summary>
public sealed record ResourceLists(
    string RootName,
    string RootNamespace,
    IReadOnlyList<IReadOnlyList<ResourceEntry>> Lists,
    bool IsFlat,
    ByteSpan Span)
{
    public const string MediaType = "application/resource-lists+xml";

    public const string Namespace = "urn:ietf:params:xml:ns:resource-lists";

    /// <summary>The start tags of lists whose name a list before them under the same parent has.</summary>
    public IReadOnlyList<ByteSpan> RepeatedNames { get; init; } = [];

    public const string CopyControlNamespace = "urn:ietf:params:xml:ns:copycontrol";

    private const string DocumentType = "<!DOCTYPE";

    private static readonly XmlReaderSettings ReaderSettings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private static readonly XmlWriterSettings WriterSettings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\r\n",
        NewLineHandling = NewLineHandling.Entitize,
    };

    public IEnumerable<ResourceEntry> Entries => Lists.SelectMany(list => list);

    /// <summary>Reads the document at <paramref name="span"/>; the value is null where it cannot be read as XML in UTF-8 without a DTD.</summary>
    public static Reading<ResourceLists> Parse(ReadOnlyMemory<byte> octets, ByteSpan span)
    {
        var content = span.Of(octets);
        var markLength = content.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var text = new char[content.Length];
        var status = Utf8.ToUtf16(content[markLength..], text, out var read, out var length, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            return Unread(span, DefectKind.NotUtf8, new(span.Offset + markLength + read, 1));
        }

        return Parse(new(text, 0, length), span, span.Offset + markLength);
    }

    /// <summary>A flat list of these entries (URI, display name or null), each with copyControl "to".</summary>
    public static byte[] Write(IEnumerable<(string Uri, string? DisplayName)> entries)
    {
        using var octets = new MemoryStream();
        using (var xml = XmlWriter.Create(octets, WriterSettings))
        {
            xml.WriteStartElement("resource-lists", Namespace);
            xml.WriteAttributeString("xmlns", "cp", null, CopyControlNamespace);
            xml.WriteStartElement("list", Namespace);
            foreach (var (uri, displayName) in entries)
            {
                xml.WriteStartElement("entry", Namespace);
                xml.WriteAttributeString("uri", uri);
                xml.WriteAttributeString("copyControl", CopyControlNamespace, "to");
                if (displayName is not null)
                {
                    xml.WriteElementString("display-name", Namespace, displayName);
                }

                xml.WriteEndElement();
            }
        }

        return octets.ToArray();
    }

    private static Reading<ResourceLists> Parse(string text, ByteSpan span, int offset)
    {
        var map = new TextMap(text, offset);
        if (DocumentTypeIndex(text) is { } index)
        {
            return Unread(span, DefectKind.DocumentTypeForbidden, map.Span(index, index + DocumentType.Length));
        }

        using var xml = XmlReader.Create(new StringReader(text), ReaderSettings);
        var reader = new ResourceListsReader(xml, map);
        try
        {
            return new(reader.Read(span), span, reader.Defects);
        }
        catch (XmlException exception)
        {
            var at = map.IndexOf(exception.LineNumber, exception.LinePosition);
            Defect defect = new(DefectKind.MalformedXml, map.Span(at, Math.Min(at + 1, text.Length)));
            return new(null, span, [.. reader.Defects, defect]);
        }
    }

    private static Reading<ResourceLists> Unread(ByteSpan span, DefectKind kind, ByteSpan at) => new(null, span, [new(kind, at)]);

    /// <summary>Where a document type declaration stands in the prolog; null when the root element comes first.</summary>
    private static int? DocumentTypeIndex(string text)
    {
        var at = 0;
        while ((at = text.IndexOf('<', at)) >= 0)
        {
            var rest = text.AsSpan(at);
            if (rest.StartsWith(DocumentType, StringComparison.Ordinal))
            {
                return at;
            }

            var end = rest.StartsWith("<!--", StringComparison.Ordinal) ? "-->" : rest.StartsWith("<?", StringComparison.Ordinal) ? "?>" : null;
            var length = end is null ? -1 : rest.IndexOf(end, StringComparison.Ordinal);
            if (length < 0)
            {
                return null;
            }

            at += length;
        }

        return null;
    }
}

