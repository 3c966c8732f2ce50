using Conformance.Harness.Core.Conferences;
using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>Takes what clients send to the core and gives it to the role that it is for, or refuses it (RFC 3261 sections 8.2 and 16.3).</summary>
internal sealed class Proxy(
    CoreServices core,
    Registrar registrar,
    DialogTable dialogs,
    ConferenceFactory factory,
    ConferenceFocus focus,
    AnsweringPeer peer)
{
    /// <summary>Option tags that the core lives up to.</summary>
    private static readonly string[] Supported = ["recipient-list-invite", Reliability.Tag];

    private readonly ProxyChallenges _challenges = new(core);

    public void Take(ServerTransaction? transaction, SipMessage request)
    {
        if (transaction is null)
        {
            dialogs.Take(null, request);
        }
        else if (request.Method == "CANCEL")
        {
            Cancel(transaction);
        }
        else if (!_challenges.Pass(transaction))
        {
            // It comes again with credentials.
        }
        else if (Unsupported(request) is { Count: > 0 } unsupported)
        {
            core.Reply(transaction, 420, ("Unsupported", string.Join(", ", unsupported)));
        }
        else if (request.Method == "SUBSCRIBE" && (focus.Has(request) || IsToConference(request)))
        {
            focus.Subscribe(transaction);
        }
        else if (request.To?.Value?.Tag is not null || dialogs.Has(request))
        {
            dialogs.Take(transaction, request);
        }
        else
        {
            TakeNew(transaction);
        }
    }

    /// <summary>
    /// Whether a message is one at all and has what a response copies or is sent by (RFC 3261 section 8.2.6): what else is
    /// wrong with it is for the judge, not for the core.
    /// </summary>
    public static bool IsUsable(SipMessage message) =>
        (message.IsRequest ? message.Method.Length > 0 : message.StatusCode >= 100)
        && message is { CallId.Length: > 0, CSeq.Value: not null, Vias.Count: > 0 }
        && message.Vias[0].Value is not null
        && message.Header("From") is not null
        && message.Header("To") is not null;

    private static List<string> Unsupported(SipMessage request) => request.Method == "ACK"
        ? []
        : [.. request.ElementTexts("Require").Concat(request.ElementTexts("Proxy-Require")).Except(Supported, StringComparer.OrdinalIgnoreCase)];

    private static bool IsToConference(SipMessage request) => request.RequestUri.Value is { } address && ConferenceFocus.IsConference(address);

    private void Cancel(ServerTransaction transaction)
    {
        if (core.Transactions.CancelledBy(transaction.Request) is { } invite)
        {
            core.Reply(transaction, 200);
            dialogs.Cancel(invite);
        }
        else
        {
            core.Reply(transaction, 481);
        }
    }

    private void TakeNew(ServerTransaction transaction)
    {
        var request = transaction.Request;
        switch (request.Method)
        {
            case "REGISTER":
                registrar.Take(transaction);
                break;
            case var _ when request.Number("Max-Forwards") == 0:
                core.Reply(transaction, 483);
                break;
            case "INVITE":
                Invite(transaction);
                break;
            case "BYE" or "UPDATE" or "PRACK" or "INFO" or "NOTIFY":
                core.Reply(transaction, 481);
                break;
            default:
                Capabilities.Answer(core, transaction);
                break;
        }
    }

    private void Invite(ServerTransaction invite)
    {
        switch (invite.Request.RequestUri.Value)
        {
            case { } address when factory.Is(address):
                factory.Take(invite);
                break;
            case { } address when ConferenceFocus.IsConference(address):
                focus.Join(invite);
                break;
            case SipUri { User: not null } or TelUri:
                peer.Take(invite);
                break;
            case OtherUri:
                core.Reply(invite, 416);
                break;
            default:
                core.Reply(invite, 404);
                break;
        }
    }
}
