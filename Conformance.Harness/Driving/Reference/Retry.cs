using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The same INVITE in another form, where a refusal says in which it might be taken (RFC 3261 section 8.1.3.5). What the
/// user asked for stays in it: a list of invitees is not dropped, so that some refusals leave nothing to try.
/// </summary>
internal static class Retry
{
    private const string SdpType = "application/sdp";

    /// <summary>Null when there is no such form, or the INVITE has it already.</summary>
    public static RequestDraft? Of(RequestDraft refused, SipMessage refusal, string domain) => refusal.StatusCode switch
    {
        413 or 415 when refusal.StatusCode == 413 || refusal.ElementTexts("Accept").Any(IsSdp) => WithPlainSdp(refused),
        416 when WireUri.Parse(refused.Uri).Value is TelUri tel => refused with { Uri = AsSip(tel, domain) },
        _ => null,
    };

    /// <summary>The telephone-subscriber with its parameters becomes the user part (RFC 3261 section 19.1.6).</summary>
    private static string AsSip(TelUri tel, string domain) => $"sip:{tel.Text[(tel.Scheme.Length + 1)..]}@{domain};user=phone";

    private static RequestDraft? WithPlainSdp(RequestDraft refused)
    {
        var message = refused.Compose("SIP/2.0/UDP 0.0.0.0", 1, []);
        return message.Multipart()?.Value is { Parts: [var only] } && only.Is(SdpType)
            ? refused with { ContentType = SdpType, Body = only.Content.Of(message.Octets).ToArray() }
            : null;
    }

    private static bool IsSdp(string range) => range.Split(';')[0].Trim().Equals(SdpType, StringComparison.OrdinalIgnoreCase);
}
