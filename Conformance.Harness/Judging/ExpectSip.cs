using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Judging;

/// <summary>
/// The words of checks on a SIP message. Each attaches its evidence: the octets that hold what was looked for, or the
/// place that was searched for it. A field missing from a message that was seen is seen to be missing, so it fails as
/// a presence does.
/// </summary>
public static class ExpectSip
{
    /// <summary>What a report calls the message: "INVITE", "200 response".</summary>
    public static string Title(this WireMessage message) => message.Sip.IsRequest
        ? message.Sip.Method
        : string.Create(CultureInfo.InvariantCulture, $"{message.Sip.StatusCode} response");

    public static Finding HasHeader(this WireMessage message, string name)
    {
        var expected = $"a {name} header field in the {message.Title()}";
        return message.Sip.Header(name) is { } header
            ? Finding.Holds(expected, $"{header.Name}: {header.Value}", message.At(header.Span, name))
            : Finding.Fails(expected, $"no {name}", $"add a {name} header field", message.At(message.Sip.Head, $"searched for {name}"));
    }

    public static Finding LacksHeader(this WireMessage message, string name)
    {
        var expected = $"no {name} header field in the {message.Title()}";
        return message.Sip.Header(name) is { } header
            ? Finding.Fails(expected, $"{header.Name}: {header.Value}", $"remove the {name} header field", message.At(header.Span, name))
            : Finding.Holds(expected, $"no {name}", message.At(message.Sip.Head, $"searched for {name}"));
    }

    /// <summary>That many rows of a field; for a list field, that many elements over all its rows (RFC 3261 section 7.3.1).</summary>
    public static Finding HeaderCount(this WireMessage message, string name, int count)
    {
        var spans = HeaderTable.IsList(name)
            ? message.Sip.Elements(name)
            : [.. message.Sip.HeadersNamed(name).Select(it => it.ValueSpan)];
        var evidence = spans.Count == 0
            ? [message.At(message.Sip.Head, $"searched for {name}")]
            : spans.Select(it => message.At(it, name)).ToArray();
        return Finding.That(
            spans.Count == count,
            $"{count} {name} in the {message.Title()}",
            $"{spans.Count} {name}",
            spans.Count < count ? $"add a {name} header field" : $"leave {count} {name}",
            [.. evidence]);
    }

    /// <summary>An option tag or other token among the elements of a list field, compared without case.</summary>
    public static Finding HasElement(this WireMessage message, string name, string token)
    {
        var expected = $"{name} with {token} in the {message.Title()}";
        foreach (var span in message.Sip.Elements(name))
        {
            if (span.Text(message.Octets).Equals(token, StringComparison.OrdinalIgnoreCase))
            {
                return Finding.Holds(expected, $"{name} has {token}", message.At(span, token));
            }
        }

        var header = message.Sip.Header(name);
        return Finding.Fails(
            expected,
            header is null ? $"no {name}" : $"{name}: {string.Join(", ", message.Sip.ElementTexts(name))}",
            header is null ? $"add {name}: {token}" : $"add {token} to {name}",
            message.At(header?.Span ?? message.Sip.Head, $"searched for {token}"));
    }

    public static Finding LacksElement(this WireMessage message, string name, string token)
    {
        var expected = $"no {token} in {name} of the {message.Title()}";
        foreach (var span in message.Sip.Elements(name))
        {
            if (span.Text(message.Octets).Equals(token, StringComparison.OrdinalIgnoreCase))
            {
                return Finding.Fails(expected, $"{name} has {token}", $"remove {token} from {name}", message.At(span, token));
            }
        }

        return Finding.Holds(expected, $"no {token}", message.At(message.Sip.Head, $"searched for {token}"));
    }

    /// <summary>
    /// A Request-URI that names the same resource as an address (<see cref="AddressComparison"/>); <paramref name="role"/>
    /// says in words whose address it is.
    /// </summary>
    public static Finding RequestUriIs(this WireMessage message, string address, string role)
    {
        var observed = message.Sip.RequestUriSpan.Text(message.Octets);
        return Finding.That(
            AddressComparison.IsSame(address, observed),
            $"a Request-URI that is {role}, {address}",
            observed,
            $"set the Request-URI to {address}",
            message.At(message.Sip.RequestUriSpan, "Request-URI"));
    }
}
