using System.Globalization;
using System.Net;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The peer's side of one MSRP session, read from its session description.</summary>
/// <param name="Path">The path attribute as it stands: what To-Path repeats.</param>
/// <param name="Target">Where to connect: the first URI of the path, whatever c= and m= say (RFC 4975 section 8.1).</param>
/// <param name="AcceptTypes">What the peer takes as a whole message.</param>
/// <param name="WrappedTypes">What it takes inside a container, beside those.</param>
/// <param name="MaxSize">The largest message it wants, in octets; null for no limit.</param>
/// <param name="Receives">Whether the direction lets the client send content.</param>
internal sealed record RemoteSession(
    string Path,
    IPEndPoint Target,
    IReadOnlyList<string> AcceptTypes,
    IReadOnlyList<string> WrappedTypes,
    long? MaxSize,
    bool Receives)
{
    /// <summary>The description in a SIP message; null when it has none.</summary>
    public static SdpDescription? DescriptionIn(SipMessage message) =>
        message.BodyPart("application/sdp") is { } part ? SdpDescription.Parse(message.Octets, part.Content).Value : null;

    /// <summary>The protocol of an MSRP stream in an m= line (RFC 4975 section 8.1).</summary>
    public static string ProtocolOf(bool isSecure) => isSecure ? "TCP/TLS/MSRP" : "TCP/MSRP";

    /// <summary>The message stream that a description offers over TLS or without it; null when there is none that can be used.</summary>
    public static SdpMedia? StreamOf(SdpDescription description, bool isSecure) => description.Media.FirstOrDefault(it =>
        it is { Media: "message", Port: not 0 } && it.Protocol == ProtocolOf(isSecure) && it.Attribute("path") is not null);

    /// <summary>The peer's session; null with what is wrong when there is no MSRP session to be had.</summary>
    public static RemoteSession? Read(SdpDescription? description, bool isSecure, out string problem)
    {
        problem = "there is no session description";
        if (description is null)
        {
            return null;
        }

        problem = $"there is no message stream over {ProtocolOf(isSecure)} with a port and a path";
        if (StreamOf(description, isSecure) is not { } stream)
        {
            return null;
        }

        var path = stream.Attribute("path")?.Value ?? "";
        problem = $"the path {path} is no list of {SchemeOf(isSecure)} URIs over TCP that begins with an IP address and a port";
        var uris = path.Split(' ').Select(it => MsrpUri.Parse(it).Value).ToList();
        if (uris.Contains(null) || uris[0] is not { Port: { } port } first || !IsUsable(first, isSecure) || ClientSettings.AddressOf(first.Host) is not { } host)
        {
            return null;
        }

        return new RemoteSession(
            path,
            new IPEndPoint(host, port),
            TypesOf(stream, "accept-types"),
            TypesOf(stream, "accept-wrapped-types"),
            long.TryParse(stream.Attribute("max-size")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null,
            description.DirectionsOf(stream).FirstOrDefault()?.Name is not ("sendonly" or "inactive"));
    }

    /// <summary>Whether the peer takes this as a whole message (RFC 4975 section 8.6).</summary>
    public bool Accepts(string contentType) => Covers(AcceptTypes, contentType);

    /// <summary>Whether the peer takes this in a message/cpim wrapper.</summary>
    public bool AcceptsWrapped(string contentType) =>
        Accepts("message/cpim") && (Covers(AcceptTypes, contentType) || Covers(WrappedTypes, contentType));

    /// <summary>Whether the peer asks for a message/cpim wrapper (RFC 4975 section 13).</summary>
    public bool PrefersCpim => AcceptTypes.Count > 0 && AcceptTypes[0].Equals("message/cpim", StringComparison.OrdinalIgnoreCase);

    /// <summary>The type and subtype of a Content-Type value, parameters aside.</summary>
    public static string TypeOf(string contentType) => contentType.Split(';')[0].Trim();

    public static bool Covers(IReadOnlyList<string> types, string contentType)
    {
        var type = TypeOf(contentType);
        return types.Any(it => it == "*"
            || it.Equals(type, StringComparison.OrdinalIgnoreCase)
            || (it.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(it[..^1], StringComparison.OrdinalIgnoreCase)));
    }

    private static string SchemeOf(bool isSecure) => isSecure ? "msrps" : "msrp";

    private static bool IsUsable(MsrpUri uri, bool isSecure) =>
        uri.Scheme.Equals(SchemeOf(isSecure), StringComparison.OrdinalIgnoreCase) && uri.Transport.Equals("tcp", StringComparison.OrdinalIgnoreCase);

    private static string[] TypesOf(SdpMedia stream, string attribute) =>
        [.. (stream.Attribute(attribute)?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(TypeOf)];
}
