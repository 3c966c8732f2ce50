using Conformance.Harness.Core.Msrp;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>The dialogs of the core: begins them, and gives requests to the one that they belong to.</summary>
internal sealed class DialogTable(CoreServices core, MsrpEndpoint endpoint)
{
    /// <summary>How long an INVITE that is not answered may ring; a proxy on the way would end it then (RFC 3261 section 16.6, Timer C).</summary>
    private static readonly TimeSpan LongestRinging = TimeSpan.FromMinutes(3);

    private readonly Dictionary<DialogId, CoreDialog> _dialogs = [];

    public int Count => _dialogs.Count;

    /// <summary>The dialog that was the last to come up and still is.</summary>
    public CoreDialog? Latest => _dialogs.Values.LastOrDefault(it => it.IsUp);

    /// <summary>
    /// Answers an INVITE as the behaviour says: a chat is taken under this Contact, anything else refused.
    /// <paramref name="ended"/> is called when the dialog that it began is over.
    /// </summary>
    public void Answer(ServerTransaction invite, string contact, Action? ended = null)
    {
        if (ChatSession.Open(core, endpoint, invite.Request) is not { } session)
        {
            core.Reply(invite, 488, core.Warning(304, "an offer of a chat over TCP/MSRP is needed"));
            ended?.Invoke();
            return;
        }

        var dialog = new CoreDialog(core, invite, session, contact, it =>
        {
            _dialogs.Remove(it.Id);
            ended?.Invoke();
        });
        _dialogs[dialog.Id] = dialog;
        dialog.Ring();
        var answer = core.Options.Behaviour.Answer(new InviteAnswer());
        if (!answer.Answers)
        {
            core.Loop.After(LongestRinging, () => dialog.Refuse(480));
        }
        else if (answer.StatusCode >= 300)
        {
            dialog.Refuse(answer.StatusCode);
        }
        else
        {
            dialog.Accept(answer);
        }
    }

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
    public void Cancel(ServerTransaction invite) =>
        _dialogs.Values.FirstOrDefault(it => it.IsBegunBy(invite))?.Refuse(487);
}
