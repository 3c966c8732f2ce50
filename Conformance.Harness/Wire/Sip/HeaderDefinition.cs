namespace Conformance.Harness.Wire.Sip;

/// <summary>How often a field may stand in a message.</summary>
internal enum Occurrence
{
    /// <summary>Once.</summary>
    Single,

    /// <summary>Any number of rows, each a comma list.</summary>
    List,

    /// <summary>Any number of rows, none of them a list: authentication (RFC 3261 section 7.3.1).</summary>
    Rows,
}

/// <summary>Reads one value, or one element of a list, for its defects.</summary>
internal delegate void ValueReader(ReadOnlyMemory<byte> octets, ByteSpan value, List<Defect> defects);

/// <summary>
/// A row of the header table. <paramref name="Compact"/> is '\0' where there is no compact form; <paramref name="Read"/> is
/// null where any text will do or the grammar is not read here.
/// </summary>
internal sealed record HeaderDefinition(
    string Name,
    char Compact,
    Occurrence Occurrence,
    ValueReader? Read,
    bool MayBeEmpty);
