using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>What tells dialogs apart (RFC 3261 section 12), as the core sees it.</summary>
internal readonly record struct DialogId(string CallId, string LocalTag, string RemoteTag)
{
    /// <summary>The dialog that a request from the client belongs to.</summary>
    public static DialogId Of(SipMessage request) => new(
        request.CallId ?? "",
        request.To?.Value?.Tag ?? "",
        request.From?.Value?.Tag ?? "");
}

/// <summary>A dialog that an INVITE of the client began, on the core's side (RFC 3261 sections 12, 13.3 and 15).</summary>
internal sealed class CoreDialog
{
    private readonly CoreServices _core;
    private readonly ServerTransaction _invite;
    private readonly string _contact;
    private readonly string? _localTag;
    private readonly SuccessRepeater _repeater;
    private readonly OwnRequests _requests;
    private readonly PeerScript _script;
    private string _remoteTarget;
    private Hop _route;
    private uint _remoteSequence;
    private bool _isAcknowledged;
    private bool _hangsUpOnAck;
    private bool _isOver;
    private SipMessage? _lastReply;

    /// <param name="core">The core.</param>
    /// <param name="invite">The INVITE that begins it.</param>
    /// <param name="session">The session that it sets up.</param>
    /// <param name="contact">The core's Contact value for it.</param>
    /// <param name="hasTag">Whether the core names a tag of its own.</param>
    public CoreDialog(CoreServices core, ServerTransaction invite, ChatSession session, string contact, bool hasTag)
    {
        _core = core;
        _invite = invite;
        Session = session;
        _contact = contact;
        _localTag = hasTag ? core.Identifiers.Next(8) : null;
        _repeater = new SuccessRepeater(core, givenUp: SendBye);
        Reliable = new ReliableResponses(core, invite, givenUp: GiveUp);
        _requests = new OwnRequests(core, invite.Request, _localTag, contact, () => (_remoteTarget!, _route));
        _script = new PeerScript(core, core.Options.Behaviour.For(CalledUsers.Of(invite.Request)).Dialog, _requests, session);
        _remoteTarget = invite.Request.From?.Value?.Uri.Text ?? "";
        Id = DialogId.Of(invite.Request) with { LocalTag = _localTag ?? "" };
        Note(invite.Request, invite.From);
    }

    public DialogId Id { get; }

    public ChatSession Session { get; }

    /// <summary>Whether the chat has been accepted and not been ended.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Called once, when it is over.</summary>
    public Action Ended { get; set; } = () => { };

    /// <summary>Called when something came that a reply may wait for.</summary>
    public required Action<Gate> Passed { get; init; }

    /// <summary>Called when no PRACK came for a reliable response in all its time.</summary>
    public required Action Unconfirmed { get; init; }

    public ReliableResponses Reliable { get; }

    /// <summary>Answers the INVITE that began it.</summary>
    public void Send(Reply reply)
    {
        if (reply.IsCopy && _lastReply is not null)
        {
            _invite.RespondAgain(reply.Form(_lastReply));
            return;
        }

        var response = _lastReply = Response(reply);
        if (reply.IsFinal)
        {
            Reliable.Stop();
        }

        if (Reliable.Takes(reply))
        {
            Reliable.Send(response);
        }
        else if (reply.IsLate)
        {
            _invite.RespondAgain(response);
            // Whoever takes it sends an ACK and a BYE; with nobody there it is given up as a 2xx without ACK is.
            _core.Loop.After(64 * _core.Timers.T1, End);
        }
        else if (reply is { IsFinal: true, StatusCode: < 300 })
        {
            IsUp = true;
            _repeater.Send(_invite, response);
        }
        else
        {
            _invite.Respond(response);
        }
    }

    /// <summary>An ACK, which is only of use while a 200 waits for it.</summary>
    public void Acknowledge(SipMessage ack)
    {
        if (_repeater.Acknowledge(ack))
        {
            _isAcknowledged = true;
            Passed(Gate.Acknowledged);
            if (_hangsUpOnAck)
            {
                HangUp();
            }
            else
            {
                _script.Begin();
            }
        }
    }

    /// <summary>Takes a request in this dialog (RFC 3261 section 12.2.2).</summary>
    public void Take(ServerTransaction transaction)
    {
        var request = transaction.Request;
        var sequence = request.CSeq?.Value?.Number ?? 0;
        if (sequence < _remoteSequence)
        {
            _core.Reply(transaction, 500);
            return;
        }

        Note(request, transaction.From);
        switch (request.Method)
        {
            case "BYE":
                _core.Reply(transaction, 200);
                End();
                break;
            case "INVITE" or "UPDATE":
                Renegotiate(transaction);
                break;
            case "PRACK":
                if (Reliable.Confirm(transaction, Session, _localTag))
                {
                    Passed(Gate.Confirmed);
                }

                break;
            default:
                Capabilities.Answer(_core, transaction);
                break;
        }
    }

    /// <summary>Ends the chat with a BYE; not before the ACK, which has to come first (RFC 3261 section 15).</summary>
    public void HangUp()
    {
        if (!_isAcknowledged)
        {
            _hangsUpOnAck = true;
        }
        else if (IsUp)
        {
            SendBye();
        }
    }

    /// <summary>Ends it where it stands: nothing more is sent.</summary>
    public void End()
    {
        if (!_isOver)
        {
            _isOver = true;
            IsUp = false;
            _repeater.Stop();
            Reliable.Stop();
            _script.Stop();
            Session.Close();
            Ended();
        }
    }

    private void Renegotiate(ServerTransaction transaction)
    {
        var isInvite = transaction.Request.Method == "INVITE";
        if (_requests.IsInviting)
        {
            _core.Reply(transaction, 491);
            return;
        }

        var answer = ChatSession.IsOffer(transaction.Request) ? Session.Answer(transaction.Request) : Session.Current;
        if (answer is null)
        {
            _core.Reply(transaction, 488, _core.Warning(304, "only a chat over TCP/MSRP is taken"));
        }
        else if (isInvite)
        {
            var success = Response(transaction, 200).Header("Contact", _contact);
            foreach (var row in Reply.UsualAllow)
            {
                success.Header("Allow", row);
            }

            _repeater.Send(transaction, success.Body("application/sdp", answer).Write());
        }
        else
        {
            var response = Response(transaction, 200).Header("Contact", _contact);
            transaction.Respond((ChatSession.IsOffer(transaction.Request) ? response.Body("application/sdp", answer) : response).Write());
        }
    }

    private SipMessage Response(Reply reply)
    {
        var makesDialog = reply.StatusCode is > 100 and < 300;
        var response = reply.StatusCode == 100
            ? SipReply.To(_invite.Request, _invite.From, 100, ReasonPhrases.Of(100), null)
            : Response(_invite, reply.StatusCode);
        if (makesDialog && reply.HasContact)
        {
            response.Header("Contact", _contact);
        }

        if (Reliable.Takes(reply) || (reply is { StatusCode: 100, IsReliable: true } && _invite.Request.Supports100Rel()))
        {
            Reliable.Mark(response, reply);
        }

        foreach (var row in reply.StatusCode is >= 200 and < 300 ? reply.AllowRows : [])
        {
            response.Header("Allow", row);
        }

        foreach (var target in reply.RedirectsTo(_invite.Request.RequestUriSpan.Text(_invite.Request.Octets), _contact))
        {
            response.Header("Contact", target);
        }

        foreach (var (name, value) in reply.Headers)
        {
            response.Header(name, value.Replace("{core}", $"{_core.AddressOver(_route.Transport)}", StringComparison.Ordinal));
        }

        return reply.Form((reply.HasAnswer ? response.Body("application/sdp", Session.Current) : response).Write());
    }

    private SipWriter Response(ServerTransaction transaction, int statusCode) =>
        SipReply.To(transaction.Request, transaction.From, statusCode, ReasonPhrases.Of(statusCode), _localTag);

    /// <summary>Keeps what the client's latest request says of it: sequence number, and target where it may change that.</summary>
    private void Note(SipMessage request, Hop source)
    {
        _remoteSequence = request.CSeq?.Value?.Number ?? _remoteSequence;
        if (request.Method is "INVITE" or "UPDATE")
        {
            _route = RequestPath.Of(request, source);
            _remoteTarget = request.Contacts.Count > 0 && request.Contacts[0].Value is { } contact ? contact.Uri.Text : _remoteTarget;
        }
    }

    private void GiveUp() => Unconfirmed();

    private void SendBye()
    {
        IsUp = false;
        _script.Stop();
        Session.Close();
        _requests.Send(new PeerRequest("BYE"), null, _ =>
        {
            End();
            return null;
        });
    }
}
