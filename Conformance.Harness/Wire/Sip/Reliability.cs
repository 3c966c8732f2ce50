namespace Conformance.Harness.Wire.Sip;

/// <summary>What marks provisional responses that are sent reliably, and requests that may get them (RFC 3262 sections 3 and 4).</summary>
public static class Reliability
{
    public const string Tag = "100rel";

    /// <summary>Whether a response is to be confirmed by a PRACK. A 100 never is, whatever it requires.</summary>
    public static bool IsReliable(this SipMessage response) =>
        response.StatusCode is > 100 and < 200 && response.Requires100Rel() && response.RSeq() is not null;

    public static bool Supports100Rel(this SipMessage request) => Has(request, "Supported") || request.Requires100Rel();

    public static bool Requires100Rel(this SipMessage message) => Has(message, "Require");

    /// <summary>The number of a reliable provisional response; null where there is none that fits 32 bits.</summary>
    public static uint? RSeq(this SipMessage response) => response.Number("RSeq") is { } number and <= uint.MaxValue ? (uint)number : null;

    private static bool Has(SipMessage message, string name) => message.ElementTexts(name).Contains(Tag, StringComparer.OrdinalIgnoreCase);
}
