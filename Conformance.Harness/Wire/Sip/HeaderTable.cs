using System.Collections.Frozen;

namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// The one table of header fields: long name, compact form, comma list or single value, reader. A field that is not in it
/// is an extension of which nothing is known (RFC 3261 section 7.3.1).
/// </summary>
public static class HeaderTable
{
    // Sources: RFC 3261 sections 20 and 25.1 unless a row says otherwise.
    private static readonly HeaderDefinition[] Rows =
    [
        List("Accept", ValueReaders.MediaRange, mayBeEmpty: true),
        List("Accept-Contact", ValueReaders.TokenWithParameters, 'a'), // RFC 3841
        List("Accept-Encoding", ValueReaders.TokenWithParameters, mayBeEmpty: true),
        List("Accept-Language", ValueReaders.TokenWithParameters, mayBeEmpty: true),
        List("Alert-Info", null),
        List("Allow", ValueReaders.Token, mayBeEmpty: true),
        List("Allow-Events", ValueReaders.Token, 'u'), // RFC 6665
        Many("Authentication-Info", null),
        Many("Authorization", ValueReaders.Credentials),
        Single("Call-ID", ValueReaders.CallId, 'i'),
        List("Call-Info", null),
        List("Contact", ValueReaders.Contact, 'm'),
        Single("Content-Disposition", ValueReaders.TokenWithParameters),
        List("Content-Encoding", ValueReaders.Token, 'e'),
        List("Content-Language", ValueReaders.Token),
        Single(ContentLength.HeaderName, null, 'l'),
        Single("Content-Type", ValueReaders.MediaType, 'c'),
        Single("CSeq", ValueReaders.CSeq),
        Single("Date", ValueReaders.Date),
        List("Error-Info", null),
        Single("Event", ValueReaders.TokenWithParameters, 'o'), // RFC 6665
        Single("Expires", ValueReaders.DeltaSeconds),
        Single("From", ValueReaders.Address, 'f'),
        Single("Identity", null, 'y'), // RFC 4474
        Single("Identity-Info", null, 'n'), // RFC 4474
        List("In-Reply-To", null),
        Single("Max-Forwards", ValueReaders.MaxForwards),
        Single("MIME-Version", null),
        Single("Min-Expires", ValueReaders.DeltaSeconds),
        Single("Min-SE", ValueReaders.NumberWithParameters), // RFC 4028
        Single("Organization", null, mayBeEmpty: true),
        List("P-Asserted-Identity", ValueReaders.Address), // RFC 3325
        List("P-Associated-URI", ValueReaders.BracketedAddress), // RFC 7315
        List("P-Preferred-Identity", ValueReaders.Address), // RFC 3325
        List("Path", ValueReaders.BracketedAddress), // RFC 3327
        Single("Priority", ValueReaders.Token),
        Many("Proxy-Authenticate", ValueReaders.Challenge),
        Many("Proxy-Authorization", ValueReaders.Credentials),
        List("Proxy-Require", ValueReaders.Token),
        Single("RAck", ValueReaders.RAck), // RFC 3262
        List("Reason", ValueReaders.TokenWithParameters), // RFC 3326
        List("Record-Route", ValueReaders.BracketedAddress),
        Single("Refer-To", ValueReaders.Address, 'r'), // RFC 3515
        Single("Referred-By", ValueReaders.Address, 'b'), // RFC 3892
        List("Reject-Contact", ValueReaders.TokenWithParameters, 'j'), // RFC 3841
        Single("Replaces", ValueReaders.Replaces), // RFC 3891
        Single("Reply-To", ValueReaders.Address),
        List("Request-Disposition", ValueReaders.Token, 'd'), // RFC 3841
        List("Require", ValueReaders.Token),
        Single("Retry-After", ValueReaders.RetryAfter),
        List("Route", ValueReaders.BracketedAddress),
        Single("RSeq", ValueReaders.DeltaSeconds), // RFC 3262
        Single("Server", null),
        List("Service-Route", ValueReaders.BracketedAddress), // RFC 3608
        Single("Session-Expires", ValueReaders.NumberWithParameters, 'x'), // RFC 4028
        Single("SIP-ETag", ValueReaders.Token), // RFC 3903
        Single("SIP-If-Match", ValueReaders.Token), // RFC 3903
        Single("Subject", null, 's', mayBeEmpty: true),
        Single("Subscription-State", ValueReaders.TokenWithParameters), // RFC 6665
        List("Supported", ValueReaders.Token, 'k', mayBeEmpty: true),
        Single("Timestamp", null),
        Single("To", ValueReaders.Address, 't'),
        List("Unsupported", ValueReaders.Token),
        Single("User-Agent", null),
        List("Via", ValueReaders.Via, 'v'),
        List("Warning", ValueReaders.Warning),
        Many("WWW-Authenticate", ValueReaders.Challenge),
    ];

    private static readonly FrozenDictionary<string, HeaderDefinition> ByName = Rows
        .Select(it => KeyValuePair.Create(it.Name, it))
        .Concat(Rows.Where(it => it.Compact != '\0').Select(it => KeyValuePair.Create(it.Compact.ToString(), it)))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The long name of a compact form; any other name as it is.</summary>
    public static string LongName(string name) => name.Length == 1 && Find(name) is { } definition ? definition.Name : name;

    /// <summary>The compact form of a long name; null where there is none.</summary>
    public static string? CompactForm(string name) => Find(name) is { Compact: not '\0' and var letter } ? letter.ToString() : null;

    /// <summary>Whether the field's grammar is a comma-separated list (RFC 3261 section 7.3.1).</summary>
    public static bool IsList(string name) => Find(name)?.Occurrence == Occurrence.List;

    /// <summary>The row of a name, long or compact, in any case; null for an extension.</summary>
    internal static HeaderDefinition? Find(string name) => ByName.GetValueOrDefault(name);

    private static HeaderDefinition Single(string name, ValueReader? read, char compact = '\0', bool mayBeEmpty = false) =>
        new(name, compact, Occurrence.Single, read, mayBeEmpty);

    private static HeaderDefinition List(string name, ValueReader? read, char compact = '\0', bool mayBeEmpty = false) =>
        new(name, compact, Occurrence.List, read, mayBeEmpty);

    private static HeaderDefinition Many(string name, ValueReader? read) => new(name, '\0', Occurrence.Rows, read, false);
}
