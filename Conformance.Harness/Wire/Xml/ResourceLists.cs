namespace Conformance.Harness.Wire.Xml;

/// <summary>One entry of a resource list (RFC 4826 section 3.1) with the copyControl attribute of RFC 5364; span from "&lt;" to its end tag.</summary>
public sealed record ResourceEntry(string? Uri, string? DisplayName, string? CopyControl, string? CopyControlNamespace, ByteSpan Span);

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
    public const string Namespace = "urn:ietf:params:xml:ns:resource-lists";

    public const string CopyControlNamespace = "urn:ietf:params:xml:ns:copycontrol";

    public IEnumerable<ResourceEntry> Entries => Lists.SelectMany(list => list);

    public static Reading<ResourceLists> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) => throw new NotImplementedException();

    /// <summary>A flat list of these entries (URI, display name or null), each with copyControl "to".</summary>
    public static byte[] Write(IEnumerable<(string Uri, string? DisplayName)> entries) => throw new NotImplementedException();
}
