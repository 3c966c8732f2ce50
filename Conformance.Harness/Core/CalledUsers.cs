using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core;

/// <summary>Whom an INVITE is for, whatever URI it has come to by redirections and retries.</summary>
internal static class CalledUsers
{
    /// <summary>The user parts on a recipient list, else that of To.</summary>
    public static IReadOnlyList<string> Of(SipMessage invite) => invite.BodyPart(ResourceLists.MediaType) is { } part
        ? [.. (ResourceLists.Parse(invite.Octets, part.Content).Value?.Entries ?? []).Select(it => it.Uri).OfType<string>().Select(it => UserIn(WireUri.Parse(it).Value))]
        : [UserIn(invite.To?.Value?.Uri)];

    private static string UserIn(WireUri? uri) => uri switch
    {
        SipUri { User: { } user } => user,
        TelUri tel => tel.Number,
        _ => "",
    };
}
