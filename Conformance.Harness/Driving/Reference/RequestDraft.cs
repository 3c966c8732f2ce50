using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>A request before it is known what carries it: all but Via, CSeq number and credentials.</summary>
/// <param name="Method">The method.</param>
/// <param name="Uri">The Request-URI.</param>
/// <param name="NextHop">The URI that tells where it is sent (RFC 3261 section 8.1.2).</param>
/// <param name="Routes">The values of Route, none for no Route.</param>
/// <param name="From">The value of From, tag included.</param>
/// <param name="To">The value of To.</param>
/// <param name="CallId">The Call-ID.</param>
internal sealed record RequestDraft(
    string Method,
    string Uri,
    string NextHop,
    IReadOnlyList<string> Routes,
    string From,
    string To,
    string CallId)
{
    private const string MaxForwards = "70";

    /// <summary>Further header fields, in order.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public string? ContentType { get; init; }

    public byte[] Body { get; init; } = [];

    public SipMessage Compose(string via, uint sequence, IEnumerable<(string Name, string Value)> credentials)
    {
        var writer = SipWriter.Request(Method, Uri).Header("Via", via).Header("Max-Forwards", MaxForwards);
        foreach (var route in Routes)
        {
            writer.Header("Route", route);
        }

        writer.Header("From", From).Header("To", To).Header("Call-ID", CallId).Header("CSeq", $"{sequence} {Method}");
        foreach (var (name, value) in Headers.Concat(credentials))
        {
            writer.Header(name, value);
        }

        return (ContentType is null ? writer : writer.Body(ContentType, Body)).Write();
    }
}
