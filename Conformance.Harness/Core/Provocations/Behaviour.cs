using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <summary>
/// A named provocation of the fake core, and what it changes. Names are what `list behaviours` shows. Even a
/// provocation that breaks a rule of the protocol keeps to the grammar: what the core sends has no defect.
/// </summary>
public sealed record Behaviour(string Name, string Purpose)
{
    /// <summary>How the registrar challenges and grants.</summary>
    public RegistrarPolicy Registrar { get; init; } = new();

    /// <summary>How INVITEs outside a dialog are answered.</summary>
    public InvitePolicy Invite { get; init; } = InvitePolicy.Usual;

    /// <summary>Whether a proxy challenges each request, in a dialog or not.</summary>
    public bool ChallengesEachRequest { get; init; }

    /// <summary>What the peer asks in the dialogs that come of them.</summary>
    public DialogPolicy Dialog { get; init; } = DialogPolicy.Silent;

    /// <summary>What the peer sends in their MSRP sessions.</summary>
    public MsrpPolicy Msrp { get; init; } = MsrpPolicy.Silent;

    /// <summary>What a conference that comes of them tells those who subscribe to it.</summary>
    public ConferencePolicy Conference { get; init; } = new();

    /// <summary>The behaviour that stands in for this one in a chat with these users; null for none.</summary>
    public Func<IReadOnlyList<string>, Behaviour?> Towards { get; init; } = _ => null;

    /// <summary>The requests of clients that get lost on their way: recorded, and nothing more.</summary>
    public Func<SipMessage, bool> Loses { get; init; } = _ => false;

    /// <summary>The last hand on each SIP message that the core sends: another form of the same message.</summary>
    public Func<SipMessage, SipMessage> Form { get; init; } = message => message;

    /// <summary>How the core behaves in a chat with these users, named by their user parts.</summary>
    public Behaviour For(IReadOnlyList<string> called) => Towards(called) ?? this;

    public override string ToString() => Name;
}
