using Conformance.Harness.Driving;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The reference client doing something in another way that its specifications allow, at its ports as with a
/// <see cref="Mutant"/>: nothing may fail for it.
/// </summary>
/// <param name="Name">What is done in another way.</param>
/// <param name="Source">Document and section that allow it.</param>
/// <param name="Create">Makes the tamper, for each client instance anew.</param>
public sealed record LegalVariant(string Name, string Source, Func<Tamper> Create)
{
    /// <summary>How the client is told to reach the core.</summary>
    public string Transport { get; init; } = "udp";

    /// <summary>Where each scenario takes place, if not where scenarios in memory usually do.</summary>
    public Func<ScenarioEnvironment>? Environment { get; init; }

    /// <summary>What the user does instead of the catalogue's scenarios.</summary>
    public IReadOnlyList<Scenario>? Scenarios { get; init; }

    /// <summary>Names of scenarios whose peer does not let the client do this.</summary>
    public IReadOnlyList<string> Unsuited { get; init; } = [];

    /// <summary>Rewrites each SIP request of the client.</summary>
    public static LegalVariant OfRequests(string name, string source, Func<SipMessage, SipMessage> rewrite) =>
        OfSip(name, source, it => it.IsRequest, rewrite);

    /// <summary>Rewrites each SIP message, request or response.</summary>
    public static LegalVariant OfSip(string name, string source, Func<SipMessage, bool> which, Func<SipMessage, SipMessage> rewrite) =>
        new(name, source, Mutant.RewritesSip(name, which, rewrite).Create);

    /// <summary>Rewrites the body of each INVITE and keeps Content-Length in step.</summary>
    public static LegalVariant OfBody(string name, string source, Func<SipMessage, string, string> edit) =>
        OfSip(name, source, it => it.Multipart()?.Value is not null, it => it.WithBodyText(text => edit(it, text)));

    /// <summary>Rewrites each session description.</summary>
    public static LegalVariant OfSdp(string name, string source, Func<string, string> edit) =>
        OfSip(name, source, it => it.BodyPart("application/sdp") is not null, it => it.WithPartText("application/sdp", edit));

    /// <summary>Rewrites each list of invitees.</summary>
    public static LegalVariant OfList(string name, string source, Func<string, string> edit) =>
        OfSip(name, source, it => it.BodyPart(Texts.ListType) is not null, it => it.WithPartText(Texts.ListType, edit));

    /// <summary>Rewrites each MSRP message that matches.</summary>
    public static LegalVariant OfMsrp(string name, string source, Func<MsrpMessage, bool> which, Func<MsrpMessage, MsrpMessage> rewrite) =>
        new(name, source, Mutant.RewritesMsrp(name, which, rewrite).Create);

    /// <summary>Other characters in SIP than the client itself knows: there in its requests, and back in the responses to them.</summary>
    public static LegalVariant Disguised(string name, string source, Func<string, string> there, Func<string, string> back) => new(name, source, () => new Tamper
    {
        Send = it => [it.Protocol == WireProtocol.Sip && it.Sip.IsRequest ? it with { Octets = Texts.Edited(it.Octets, there) } : it],
        Receive = (protocol, octets) => [protocol == WireProtocol.Sip && !SipMessage.Parse(octets).IsRequest ? Texts.Edited(octets, back) : octets],
    });

    /// <summary>Other characters in its own MSRP path than the client itself knows: there in session descriptions and in MSRP, and back in MSRP.</summary>
    public static LegalVariant WithPath(string name, string source, Func<string, string> there, Func<string, string> back) => new(name, source, () => new Tamper
    {
        Send = it => [it with { Octets = it.Protocol == WireProtocol.Sip ? it.Sip.WithPartText("application/sdp", there).Octets : Texts.Edited(it.Octets, there) }],
        Receive = (protocol, octets) => [protocol == WireProtocol.Msrp ? Texts.Edited(octets, back) : octets],
    });

    public override string ToString() => Name;
}
