namespace Conformance.Harness.Wire.Sdp;

/// <summary>
/// One line of a session description: its letter, its value, and where it stands (line end excluded). A line that has no
/// letter and "=" at its beginning has the type NUL, and is all value.
/// </summary>
public sealed record SdpLine(char Type, string Value, ByteSpan Span, ByteSpan ValueSpan);

/// <summary>o= (RFC 4566 section 5.2); session id and version as written.</summary>
public sealed record SdpOrigin(string Username, string SessionId, string SessionVersion, string NetType, string AddressType, string Address, SdpLine Line);

/// <summary>c= (RFC 4566 section 5.7).</summary>
public sealed record SdpConnection(string NetType, string AddressType, string Address, SdpLine Line);

/// <summary>a= split at its colon (RFC 4566 section 5.13); value null for a property attribute.</summary>
public sealed record SdpAttribute(string Name, string? Value, SdpLine Line);

/// <summary>
/// m= with the lines that follow it up to the next (RFC 4566 section 5.14). The port is null when it is no number that
/// fits; the connection is the first, should there be several.
/// </summary>
public sealed record SdpMedia(
    string Media,
    int? Port,
    string Protocol,
    IReadOnlyList<string> Formats,
    SdpLine Line,
    SdpConnection? Connection,
    IReadOnlyList<SdpAttribute> Attributes,
    IReadOnlyList<SdpLine> Lines)
{
    public SdpAttribute? Attribute(string name) => Attributes.FirstOrDefault(it => it.Name == name);
}

/// <summary>
/// A session description (RFC 4566 grammar: RFC 2327's own cannot express MSRP). Reading never fails; spans are offsets
/// into the whole message.
/// </summary>
public sealed record SdpDescription(
    SdpOrigin? Origin,
    SdpConnection? Connection,
    IReadOnlyList<SdpAttribute> Attributes,
    IReadOnlyList<SdpMedia> Media,
    IReadOnlyList<SdpLine> Lines,
    ByteSpan Span)
{
    /// <summary>Reads the description at <paramref name="span"/>.</summary>
    public static Reading<SdpDescription> Parse(ReadOnlyMemory<byte> octets, ByteSpan span) =>
        new SdpReader(octets, span).Read();

    public SdpAttribute? Attribute(string name) => Attributes.FirstOrDefault(it => it.Name == name);

    /// <summary>The c= that covers a media section: its own, else the session's.</summary>
    public SdpConnection? ConnectionOf(SdpMedia media) => media.Connection ?? Connection;

    /// <summary>The direction attributes in force for a media section: its own if any, else the session's (RFC 4566 section 6).</summary>
    public IReadOnlyList<SdpAttribute> DirectionsOf(SdpMedia media)
    {
        List<SdpAttribute> own = [.. media.Attributes.Where(IsDirection)];
        return own.Count > 0 ? own : [.. Attributes.Where(IsDirection)];
    }

    private static bool IsDirection(SdpAttribute attribute) =>
        attribute is { Value: null, Name: "sendrecv" or "sendonly" or "recvonly" or "inactive" };
}
