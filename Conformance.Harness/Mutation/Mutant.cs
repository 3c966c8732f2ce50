using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Mutation;

/// <summary>
/// The reference client with one thing wrong, done at its ports and nowhere else. A mutant with a memory makes it anew
/// for each client instance: <see cref="Create"/> is called once for each.
/// </summary>
public sealed record Mutant(string Name, Func<Tamper> Create)
{
    /// <summary>The reference client as it is.</summary>
    public static readonly Mutant None = new("none", () => Tamper.None);

    /// <summary>Rewrites each SIP request of that method that the client sends.</summary>
    public static Mutant Rewrites(string name, string method, Func<SipMessage, SipMessage> rewrite) =>
        RewritesSip(name, message => message.Method == method, rewrite);

    /// <summary>Rewrites each SIP message, request or response, that the client sends and that matches.</summary>
    public static Mutant RewritesSip(string name, Func<SipMessage, bool> which, Func<SipMessage, SipMessage> rewrite) =>
        SendsSip(name, which, it => [it with { Octets = rewrite(it.Sip).Octets }]);

    /// <summary>Puts other messages in the place of each SIP message that matches: none drops it.</summary>
    public static Mutant SendsSip(string name, Func<SipMessage, bool> which, Func<Outgoing, IEnumerable<Outgoing>> instead) =>
        new(name, () => new Tamper
        {
            Send = it => it.Protocol == WireProtocol.Sip && which(it.Sip) ? instead(it) : [it],
        });

    /// <summary>Drops each SIP request of that method.</summary>
    public static Mutant Drops(string name, string method) => SendsSip(name, message => message.Method == method, _ => []);

    /// <summary>Rewrites each MSRP message that the client sends and that matches.</summary>
    public static Mutant RewritesMsrp(string name, Func<MsrpMessage, bool> which, Func<MsrpMessage, MsrpMessage> rewrite) =>
        SendsMsrp(name, which, it => [it with { Octets = rewrite(it.Msrp).Octets }]);

    /// <summary>Puts other messages in the place of each MSRP message that matches: none drops it.</summary>
    public static Mutant SendsMsrp(string name, Func<MsrpMessage, bool> which, Func<Outgoing, IEnumerable<Outgoing>> instead) =>
        new(name, () => new Tamper
        {
            Send = it => it.Protocol == WireProtocol.Msrp && which(it.Msrp) ? instead(it) : [it],
        });

    /// <summary>Rewrites each SIP message that reaches the client and that matches: the client acts on something else than was sent.</summary>
    public static Mutant Mishears(string name, Func<SipMessage, bool> which, Func<SipMessage, SipMessage> rewrite) =>
        new(name, () => new Tamper
        {
            Receive = (protocol, octets) => protocol == WireProtocol.Sip && SipMessage.Parse(octets) is var message && which(message)
                ? [rewrite(message).Octets]
                : [octets],
        });

    /// <summary>Drops or repeats what reaches the client.</summary>
    public static Mutant Receives(string name, Func<WireProtocol, ReadOnlyMemory<byte>, IEnumerable<ReadOnlyMemory<byte>>> instead) =>
        new(name, () => new Tamper { Receive = instead });

    public override string ToString() => Name;
}
