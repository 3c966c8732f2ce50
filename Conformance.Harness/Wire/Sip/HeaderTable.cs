namespace Conformance.Harness.Wire.Sip;

/// <summary>The one table of header fields: long name, compact form, comma list or single value.</summary>
public static class HeaderTable
{
    /// <summary>The long name of a compact form; any other name as it is.</summary>
    public static string LongName(string name) => throw new NotImplementedException();

    /// <summary>Whether the field's grammar is a comma-separated list (RFC 3261 section 7.3.1).</summary>
    public static bool IsList(string name) => throw new NotImplementedException();
}
