using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// What the client does beside all that when its core is an IMS (TS 24.229 section 5.1). It uses SIP digest without TLS,
/// and so names no security mechanisms of RFC 3329.
/// </summary>
internal static class ImsHeaders
{
    /// <summary>In the grammar of RFC 7315 section 5.4.</summary>
    private const string AccessNetwork = "IEEE-802.11;i-wlan-node-id=001122334455";

    private const int LongGrant = 1200;
    private const int LongGrantMargin = 600;

    /// <summary>When a registration is renewed: TS 24.229 section 5.1.1.4.1.</summary>
    public static double RenewalSeconds(long granted) => granted > LongGrant ? granted - LongGrantMargin : granted / 2.0;

    /// <summary>The request with the header fields that only an IMS asks for. ACK and CANCEL get none of them.</summary>
    public static RequestDraft Complete(RequestDraft draft, UserAgent agent)
    {
        var headers = draft.Headers.Select(it => it.Name == "Supported" ? (it.Name, WithPath(it.Value)) : it).ToList();
        if (draft.Method == "REGISTER")
        {
            // Section 5.1.1.2.1: the access network is told only where the request is protected.
            return draft with { Headers = headers };
        }

        headers.Add(("P-Access-Network-Info", AccessNetwork));
        if (!draft.To.Contains(";tag=", StringComparison.Ordinal))
        {
            headers.Add(("P-Preferred-Identity", Identity(agent)));
            headers.Add(("Privacy", "none"));
        }

        return draft with { Headers = headers };
    }

    private static string WithPath(string supported) => supported.Length == 0 ? "path" : $"{supported}, path";

    /// <summary>The user's own address where the registrar associates it, else the first that it does (RFC 3455 section 4.1).</summary>
    private static string Identity(UserAgent agent)
    {
        var own = WireUri.Parse(agent.Settings.Address).Value;
        var associated = agent.Registration.Identities;
        return associated.FirstOrDefault(it => own is not null && UserAgent.UriIn(it)?.IsEquivalentTo(own) == true)
            ?? associated.FirstOrDefault()
            ?? $"<{agent.Settings.Address}>";
    }
}
