using Conformance.Harness.Core.Msrp;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>The dialogs of the core: begins them, and gives requests to the one that they belong to.</summary>
internal sealed class DialogTable(CoreServices core, MsrpEndpoint endpoint)
{
    private readonly Dictionary<DialogId, CoreDialog> _dialogs = [];
    private readonly List<InviteScript> _scripts = [];

    public int Count => _dialogs.Count;

    /// <summary>The dialog that was the last to come up and still is.</summary>
    public CoreDialog? Latest => _dialogs.Values.LastOrDefault(it => it.IsUp);

    /// <summary>
    /// Answers an INVITE as the behaviour says: a chat is taken under this Contact, anything else refused.
    /// <paramref name="ended"/> is called when what it began is over.
    /// </summary>
    public void Answer(ServerTransaction invite, string contact, Action? ended = null)
    {
        if (!ChatSession.IsTaken(invite.Request, endpoint))
        {
            core.Reply(invite, 488, core.Warning(304, "an offer of a chat over TCP/MSRP is needed"));
            ended?.Invoke();
            return;
        }

        InviteScript script = null!;
        script = new InviteScript(core, invite, (it, reply) => Open(invite, contact, it, reply.HasTag), () =>
        {
            _scripts.Remove(script);
            ended?.Invoke();
        });
        _scripts.Add(script);
        script.Begin();
    }

    /// <summary>Whether a request belongs to a dialog that there is.</summary>
    public bool Has(SipMessage request) => _dialogs.ContainsKey(DialogId.Of(request));

    /// <summary>Gives a request to its dialog; where there is none, the answer is 481 and an ACK is dropped.</summary>
    public void Take(ServerTransaction? transaction, SipMessage request)
    {
        var dialog = _dialogs.GetValueOrDefault(DialogId.Of(request));
        if (transaction is null)
        {
            dialog?.Acknowledge(request);
        }
        else if (dialog is null)
        {
            core.Reply(transaction, 481);
        }
        else
        {
            dialog.Take(transaction);
        }
    }

    /// <summary>Ends an INVITE that was not answered yet (RFC 3261 section 9.2).</summary>
    public void Cancel(ServerTransaction invite) => _scripts.Find(it => it.Answers(invite))?.Cancel();

    private CoreDialog Open(ServerTransaction invite, string contact, InviteScript script, bool hasTag)
    {
        var dialog = new CoreDialog(core, invite, ChatSession.Open(core, endpoint, invite.Request), contact, hasTag)
        {
            Passed = script.Passed,
            Unconfirmed = script.GiveUp,
        };
        dialog.Ended = () =>
        {
            _dialogs.Remove(dialog.Id);
            script.Ended(dialog);
        };
        _dialogs[dialog.Id] = dialog;
        return dialog;
    }
}
