using System.Text;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Requirements;

/// <summary>Edits that the mutants of the RFCs share.</summary>
internal static class Rewriting
{
    /// <summary>The octets with one run of characters replaced everywhere; nothing else is touched, lengths neither.</summary>
    public static ReadOnlyMemory<byte> Replace(this ReadOnlyMemory<byte> octets, string old, string instead) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(octets.Span).Replace(old, instead, StringComparison.Ordinal));

    public static Outgoing Replace(this Outgoing message, string old, string instead) =>
        message with { Octets = message.Octets.Replace(old, instead) };

    /// <summary>With one field's value edited in its place.</summary>
    public static SipMessage WithEdited(this SipMessage message, string name, Func<string, string> edit) =>
        message.Header(name) is { } header ? message.WithOctets(header.ValueSpan, Encoding.UTF8.GetBytes(edit(header.Value))) : message;

    public static SipMessage WithSdpText(this SipMessage message, string old, string instead) =>
        message.WithPartText("application/sdp", text => text.Replace(old, instead, StringComparison.Ordinal));

    /// <summary>An INVITE as the reference client sends it to ask for a new dialog.</summary>
    public static bool IsInitialInvite(this SipMessage message) => message.Method == "INVITE" && message.To?.Value?.Tag is null;

    /// <summary>Rewrites each INVITE that carries a session description.</summary>
    public static Mutant RewritesOffer(string name, Func<string, string> edit) => Mutant.RewritesSip(
        name,
        it => it.Method == "INVITE" && it.BodyPart("application/sdp") is not null,
        it => it.WithPartText("application/sdp", edit));

    /// <summary>
    /// The client uses the identifier of its first INVITE again for each later call, and knows its peer's messages by it:
    /// both ways, so that nothing else breaks. Identifiers are as long as each other.
    /// </summary>
    public static Mutant Repeats(string name, Func<SipMessage, string?> identifier) => new(name, () =>
    {
        string? first = null;
        string? current = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol == WireProtocol.Sip && it.Sip is var message && message.IsInitialInvite())
                {
                    current = identifier(message);
                    first ??= current;
                }

                return [first is null || current is null ? it : it.Replace(current, first)];
            },
            Receive = (_, octets) => [first is null || current is null ? octets : octets.Replace(first, current)],
        };
    });

    /// <summary>Two characters strings that stand for each other: one in what the client sends, the other in what reaches it.</summary>
    public static Mutant Disguises(string name, Func<Outgoing, bool> which, Func<WireProtocol, ReadOnlyMemory<byte>, bool> back, string old, string instead) =>
        new(name, () => new Tamper
        {
            Send = it => [which(it) ? it.Replace(old, instead) : it],
            Receive = (protocol, octets) => [back(protocol, octets) ? octets.Replace(instead, old) : octets],
        });
}
