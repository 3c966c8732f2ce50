using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Harness.Judging;

/// <summary>The words of checks on the bodies of a SIP message.</summary>
public static class ExpectBodies
{
    /// <summary>Where bodies are looked for: the body, or the head of a message without one.</summary>
    public static ByteSpan BodyOrHead(this WireMessage message) => message.Sip.Body.IsEmpty ? message.Sip.Head : message.Sip.Body;

    /// <summary>A body of that type, alone or as a part of a multipart (RFC 3261 section 7.4).</summary>
    public static Finding HasBodyPart(this WireMessage message, string type) => message.Sip.BodyPart(type) is { } part
        ? Finding.Holds(ExpectedPart(message, type), type, message.At(part.Span, type))
        : NoSuchPart(message, type);

    /// <summary>The same, and then what <paramref name="then"/> says of the first such part.</summary>
    public static Finding HasBodyPart(this WireMessage message, string type, Func<BodyPart, Finding> then) => message.Sip.BodyPart(type) switch
    {
        null => NoSuchPart(message, type),
        var part when part.IsEncoded() => Finding.Undecided(
            ExpectedPart(message, type),
            "the body is encoded, which is legal, and is not decoded here",
            message.At(part.Span, type)),
        var part => then(part),
    };

    /// <summary>Whether content is encoded or compressed (RFC 2045 section 6, RFC 3261 section 20.12), so that its octets are not its text.</summary>
    public static bool IsEncoded(this BodyPart part) =>
        part.Header("Content-Transfer-Encoding")?.Value.Trim().ToLowerInvariant() is "base64" or "quoted-printable"
        || part.Header("Content-Encoding")?.Value.Trim().ToLowerInvariant() is not (null or "" or "identity");

    public static Finding LacksBodyPart(this WireMessage message, string type)
    {
        var expected = $"no body of type {type} in the {message.Title()}";
        return message.Sip.BodyPart(type) is { } part
            ? Finding.Fails(expected, type, "remove the body part", message.At(part.Span, type))
            : Finding.Holds(expected, message.BodyTypes(), message.At(message.BodyOrHead(), $"searched for {type}"));
    }

    /// <summary>The message's own Content-Type; parameters are not compared.</summary>
    public static Finding HasContentType(this WireMessage message, string type)
    {
        var expected = $"Content-Type {type} in the {message.Title()}";
        if (message.Sip.Header("Content-Type") is not { } header)
        {
            return Finding.Fails(expected, "no Content-Type", $"add Content-Type: {type}", message.At(message.Sip.Head, "searched for Content-Type"));
        }

        return Finding.That(
            message.Sip.ContentType()?.Value?.Is(type) == true,
            expected,
            header.Value,
            $"write {type} for {header.Value.Split(';')[0].Trim()} in Content-Type and leave its parameters",
            message.At(header.ValueSpan, "Content-Type"));
    }

    /// <summary>The types of all bodies, for a report.</summary>
    public static string BodyTypes(this WireMessage message)
    {
        var types = message.Sip.BodyParts().Select(it => it.ContentType?.Value?.ToString() ?? "a part without Content-Type").ToList();
        return types.Count == 0 ? "no body" : string.Join(", ", types);
    }

    /// <summary>A body that cannot be taken apart may hold anything: that it cannot is a fault of its own (RFC2046-5.1.1, RFC3261-7.4.1-1).</summary>
    private static Finding NoSuchPart(WireMessage message, string type) => WhyClosed(message) is { } why
        ? Finding.Undecided(ExpectedPart(message, type), why, message.At(message.Sip.Body, $"searched for {type}"))
        : Finding.Fails(
            ExpectedPart(message, type),
            $"no such body; there is {message.BodyTypes()}",
            $"add a body part of type {type}",
            message.At(message.BodyOrHead(), $"searched for {type}"));

    private static string? WhyClosed(WireMessage message) => message.Sip.Multipart() switch
    {
        _ when message.Sip.Body.IsEmpty => null,
        null when message.Sip.Header("Content-Type") is null => "a body without Content-Type, so that what it is cannot be told",
        { Value: null } => "a multipart without a boundary that can be read, so that its parts cannot be told apart",
        { Value.Parts.Count: 0 } => "a multipart in which no delimiter line opens a part",
        _ => null,
    };

    private static string ExpectedPart(WireMessage message, string type) => $"a body of type {type} in the {message.Title()}";
}
