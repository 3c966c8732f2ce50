using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Conformance.Harness.Wire.Xml;

/// <summary>How much a document, or an element of it, tells (RFC 4575 section 4.4).</summary>
public enum InfoState
{
    /// <summary>All there is.</summary>
    Full,

    /// <summary>What has changed.</summary>
    Partial,

    /// <summary>That it is no more.</summary>
    Deleted,
}

/// <summary>A device of a user, and how it stands to the conference (section 5.7.3); the status as written, null where none is.</summary>
public sealed record ConferenceEndpoint(string Entity, InfoState State, string? Status);

/// <summary>A user of the conference.</summary>
public sealed record ConferenceUser(string Entity, InfoState State, IReadOnlyList<ConferenceEndpoint> Endpoints)
{
    /// <summary>A user with one device, under the same URI.</summary>
    public static ConferenceUser With(string entity, string status, InfoState state = InfoState.Full) =>
        new(entity, state, [new ConferenceEndpoint(entity, InfoState.Full, status)]);
}

/// <summary>
/// application/conference-info+xml (RFC 4575 section 5), as far as it tells who takes part. The version is null where the
/// document has none that can be read; Users is null where it does not speak of them.
/// </summary>
public sealed record ConferenceInfo(string Entity, InfoState State, long? Version, IReadOnlyList<ConferenceUser>? Users)
{
    public const string MediaType = "application/conference-info+xml";

    /// <summary>How much the list of users tells; one that says it is full replaces all users, even in a partial document (section 4.6).</summary>
    public InfoState UsersState { get; init; } = State == InfoState.Deleted ? InfoState.Full : State;

    private static readonly XNamespace Namespace = "urn:ietf:params:xml:ns:conference-info";

    private static readonly XmlReaderSettings Strict = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private static readonly XmlWriterSettings WriterSettings = new() { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineHandling = NewLineHandling.Entitize };

    /// <summary>Reads a document; null when it is not well-formed or of another kind.</summary>
    public static ConferenceInfo? Parse(ReadOnlyMemory<byte> octets)
    {
        try
        {
            using var stream = new MemoryStream(octets.ToArray());
            using var reader = XmlReader.Create(stream, Strict);
            return XDocument.Load(reader).Root is { } root && root.Name == Namespace + "conference-info" ? Of(root) : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    public byte[] Write()
    {
        var root = new XElement(Namespace + "conference-info", new XAttribute("entity", Entity), new XAttribute("state", NameOf(State)));
        if (Version is { } version)
        {
            root.Add(new XAttribute("version", version));
        }

        if (Users is not null)
        {
            root.Add(new XElement(Namespace + "users", new XAttribute("state", NameOf(UsersState)), Users.Select(Element)));
        }

        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, WriterSettings))
        {
            root.WriteTo(writer);
        }

        return stream.ToArray();
    }

    private static ConferenceInfo Of(XElement root)
    {
        var users = root.Element(Namespace + "users");
        return new ConferenceInfo(
            root.Attribute("entity")?.Value ?? "",
            StateOf(root),
            long.TryParse(root.Attribute("version")?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null,
            users is null ? null : [.. users.Elements(Namespace + "user").Select(UserOf)])
        {
            UsersState = users is null ? InfoState.Full : StateOf(users),
        };
    }

    private static ConferenceUser UserOf(XElement user) => new(
        user.Attribute("entity")?.Value ?? "",
        StateOf(user),
        [.. user.Elements(Namespace + "endpoint").Select(it => new ConferenceEndpoint(it.Attribute("entity")?.Value ?? "", StateOf(it), it.Element(Namespace + "status")?.Value.Trim()))]);

    /// <summary>Full unless said (section 5.2).</summary>
    private static InfoState StateOf(XElement element) => element.Attribute("state")?.Value switch
    {
        "partial" => InfoState.Partial,
        "deleted" => InfoState.Deleted,
        _ => InfoState.Full,
    };

    private static XElement Element(ConferenceUser user) => new(
        Namespace + "user",
        new XAttribute("entity", user.Entity),
        new XAttribute("state", NameOf(user.State)),
        user.Endpoints.Select(it => new XElement(
            Namespace + "endpoint",
            new XAttribute("entity", it.Entity),
            new XAttribute("state", NameOf(it.State)),
            it.Status is null ? null : new XElement(Namespace + "status", it.Status))));

    private static string NameOf(InfoState state) => state switch
    {
        InfoState.Partial => "partial",
        InfoState.Deleted => "deleted",
        _ => "full",
    };
}
