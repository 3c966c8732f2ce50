using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core;

/// <summary>Whom an INVITE is for, whatever URI it has come to by redirections and retries.</summary>
internal static class CalledUser
{
    /// <summary>The user part of the first entry of a recipient list, else of To; "" where there is none.</summary>
    public static string Of(SipMessage invite) => (Listed(invite) ?? invite.To?.Value?.Uri) switch
    {
        SipUri { User: { } user } => user,
        TelUri tel => tel.Number,
        _ => "",
    };

    private static WireUri? Listed(SipMessage invite) => invite.BodyPart(ConferenceFactory.ListType) is { } part
        && ResourceLists.Parse(invite.Octets, part.Content).Value?.Entries.FirstOrDefault()?.Uri is { } uri
        ? WireUri.Parse(uri).Value
        : null;
}
