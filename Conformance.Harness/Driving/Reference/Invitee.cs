using System.Text;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>A user whom the user names: what was typed, made a URI that may stand in a message.</summary>
/// <param name="Address">The absolute URI, headers included: what an entry of a resource list holds.</param>
/// <param name="RequestUri">The same as a Request-URI: without headers and method parameter (RFC 3261 section 19.1.1, table 1).</param>
/// <param name="To">The same as the URI of To, which table 1 also forbids a port and what tells how to get there.</param>
/// <param name="NeedsTls">Whether it is a sips URI.</param>
internal sealed record Invitee(string Address, string RequestUri, string To, bool NeedsTls)
{
    private const string UserCharacters = "-_.!~*'()&=+$,;?/:";
    private static readonly string[] NotInRequestUri = ["method"];
    private static readonly string[] NotInTo = ["method", "maddr", "ttl", "transport", "lr"];

    /// <summary>Null for what is no sip, sips or tel URI and cannot be made one by escaping its user part.</summary>
    public static Invitee? Parse(string typed)
    {
        var text = typed.Trim();
        var reading = WireUri.Parse(text);
        if (!reading.IsSound)
        {
            reading = WireUri.Parse(WithUserEscaped(text));
        }

        return !reading.IsSound ? null : reading.Value switch
        {
            TelUri tel => new Invitee(tel.Text, tel.Text, tel.Text, NeedsTls: false),
            SipUri sip => new Invitee(
                sip.Text,
                Without(sip, NotInRequestUri, keepsPort: true),
                Without(sip, NotInTo, keepsPort: false),
                sip.Scheme.Equals("sips", StringComparison.OrdinalIgnoreCase)),
            _ => null,
        };
    }

    /// <summary>Octets that RFC 3261's grammar of "userinfo" lacks are escaped; what ends it is the last "@".</summary>
    private static string WithUserEscaped(string text)
    {
        var start = text.IndexOf(':', StringComparison.Ordinal) + 1;
        var end = text.LastIndexOf('@');
        if (start == 0 || end <= start)
        {
            return text;
        }

        var user = new StringBuilder();
        foreach (var octet in Encoding.UTF8.GetBytes(text[start..end]))
        {
            var character = (char)octet;
            var isLegal = char.IsAsciiLetterOrDigit(character) || character == '%' || UserCharacters.Contains(character, StringComparison.Ordinal);
            user.Append(isLegal ? character.ToString() : $"%{octet:X2}");
        }

        return text[..start] + user + text[end..];
    }

    private static string Without(SipUri uri, string[] parameters, bool keepsPort)
    {
        var host = uri.Text.LastIndexOf('@') + 1;
        if (host == 0)
        {
            host = uri.Scheme.Length + 1;
        }

        var headers = uri.Text.IndexOf('?', host);
        var parts = uri.Text[host..(headers < 0 ? uri.Text.Length : headers)].Split(';');
        var address = keepsPort || uri.Port is null ? parts[0] : parts[0][..parts[0].LastIndexOf(':')];
        var kept = parts.Skip(1).Where(it => !parameters.Contains(it.Split('=')[0], StringComparer.OrdinalIgnoreCase));
        return uri.Text[..host] + string.Join(';', kept.Prepend(address));
    }
}
