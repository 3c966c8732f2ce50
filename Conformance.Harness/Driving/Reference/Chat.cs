using System.Text;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>Where a chat stands; the names are those of `describeChat`.</summary>
internal enum ChatState
{
    Inviting,
    Up,
    Failed,
    Ended,
}

/// <summary>One chat that the user began: the invitation, the dialog and the MSRP session that come of it.</summary>
internal sealed class Chat
{
    private readonly UserAgent _agent;
    private readonly MsrpEndpoint _msrp;
    private readonly AdapterPort _user;
    private readonly LocalSession _local;
    private Invitation? _invitation;
    private Dialog? _dialog;
    private MsrpClient? _session;
    private LaterInvite? _laterInvite;
    private Subscription? _subscription;
    private bool _isConference;
    private bool _hasEnded;

    public Chat(UserAgent agent, MsrpEndpoint msrp, AdapterPort user, string name)
    {
        _agent = agent;
        _msrp = msrp;
        _user = user;
        _local = new LocalSession(msrp.Local, msrp.NewUri(), msrp.IsSecure, agent.Identifiers.Number(int.MaxValue));
        Name = name;
        agent.Add(this);
    }

    public string Name { get; }

    public ChatState State { get; private set; }

    /// <summary>The Contact URI of the 200 (6.1.3.2.1, on receiving a 200); null when it had none.</summary>
    public string? ImSessionIdentity { get; private set; }

    /// <summary>The methods of the 200's Allow rows; null when it had none, which says nothing about the peer.</summary>
    public IReadOnlyList<string>? SupportedMethods { get; private set; }

    /// <summary>A 200 tells that the user is in, and nothing about those invited (6.1.3.2.1, note 2); the conference tells of them, once it is asked.</summary>
    public IReadOnlyList<string>? Members => _subscription?.Roster is { IsKnown: true } roster ? roster.Joined
        : State == ChatState.Up ? [_agent.Settings.Address]
        : null;

    /// <summary>Subscribes to the state of the conference; whether the 200 named one by isfocus (RFC 4579 section 3.4).</summary>
    public bool SubscribeToConference()
    {
        if (!_isConference || ImSessionIdentity is null)
        {
            return false;
        }

        _subscription?.Stop();
        _subscription = new Subscription(_agent, ImSessionIdentity) { Failed = text => _user.UserNotified("subscriptionFailed", text) };
        _agent.Add(_subscription);
        _subscription.Start();
        return true;
    }

    public void Begin(IReadOnlyList<Invitee> invitees)
    {
        var draft = new InviteComposer(_agent).Compose(invitees, _local.Offer());
        _invitation = new Invitation(_agent, draft)
        {
            Accepted = OnAccepted,
            Refused = text => Fail($"the invitation failed: {text}"),
            Cancelled = () => Finish(ChatState.Ended),
        };
        _invitation.Start();
    }

    /// <summary>The attempt that MAX-ADHOC-GROUP-SIZE forbids (6.1.3.2.1 item 3 d): nothing is sent, the user is told.</summary>
    public void RefuseGroup(int invited, int maximum)
    {
        State = ChatState.Failed;
        _user.UserNotified("tooManyParticipants", $"{invited} users were invited; at most {maximum} are allowed");
    }

    /// <summary>Leaves: cancels the invitation while it is not answered, and ends the dialog after that.</summary>
    public void End()
    {
        if (_dialog is null)
        {
            _invitation!.Cancel();
        }
        else
        {
            HangUp(ChatState.Ended);
        }
    }

    public void Send(string contentType, string body)
    {
        if (State != ChatState.Up || _session is null)
        {
            throw new VerbException(VerbException.Failed, $"{Name} is not up");
        }

        var envelope = new Envelope(_agent.Settings.Address, _invitation!.Target, _agent.Loop.Time.GetUtcNow());
        var (type, content) = OutgoingMessage.For(_session, envelope, contentType, Encoding.UTF8.GetBytes(body));
        _session.SendMessage(type, content);
    }

    public bool Owns(SipMessage request) => _dialog?.Owns(request) == true;

    /// <summary>The ACK to the answer of a later INVITE; where the client was asked for an offer, the peer's answer is in it.</summary>
    public void OnAck(SipMessage ack)
    {
        _laterInvite?.OnAck(ack);
        if (RemoteSession.Read(RemoteSession.DescriptionIn(ack), _msrp.IsSecure, out _) is { } remote)
        {
            _session?.Update(remote);
        }
    }

    /// <summary>A request of the peer in the dialog (RFC 3261 section 12.2.2).</summary>
    public void OnRequest(ServerTransaction transaction, SipMessage request)
    {
        var isOver = State is ChatState.Failed or ChatState.Ended;
        if (!_dialog!.Advances(request))
        {
            Respond(transaction, 500, "Server Internal Error");
        }
        else if (_hasEnded || (isOver && request.Method != "BYE"))
        {
            Respond(transaction, 481, "Call/Transaction Does Not Exist");
        }
        else if (request.Method == "INVITE")
        {
            OnInvite(transaction, request);
        }
        else
        {
            transaction.Respond(_agent.Reply(transaction, 200, "OK", request.Method == "OPTIONS" ? _agent.Abilities : []).Write());
            if (request.Method == "BYE")
            {
                _session?.Close();
                Finish(isOver ? State : ChatState.Ended);
            }
        }
    }

    private void OnAccepted(Dialog dialog, SipMessage response, SipMessage answering)
    {
        _dialog = dialog;
        if (_invitation!.IsCancelled)
        {
            HangUp(ChatState.Ended);
            return;
        }

        ImSessionIdentity = Dialog.TargetOf(response);
        _isConference = response.Contacts.Any(it => it.Value?.Parameters.Named("isfocus") is not null);
        SupportedMethods = response.Header("Allow") is null ? null : response.ElementTexts("Allow");
        if (RemoteSession.DescriptionIn(answering) is { Media.Count: not 1 } description)
        {
            Fail($"the answer has {description.Media.Count} media streams for the one that was offered");
        }
        else if (RemoteSession.Read(RemoteSession.DescriptionIn(answering), _msrp.IsSecure, out var problem) is { } remote)
        {
            _ = ConnectAsync(remote);
        }
        else
        {
            Fail($"the answer cannot be used: {problem}");
        }
    }

    private async Task ConnectAsync(RemoteSession remote)
    {
        _session = new MsrpClient(_agent.Loop, _msrp, _agent.Identifiers, _local.Path, remote)
        {
            Received = OnMessage,
            MessageFailed = text => _user.UserNotified("messageFailed", text),
            Lost = OnSessionLost,
        };
        try
        {
            await _session.ConnectAsync();
        }
        catch (IOException failure)
        {
            if (State == ChatState.Inviting)
            {
                Fail($"MSRP could not be connected: {failure.Message}");
            }

            return;
        }

        if (State == ChatState.Inviting)
        {
            State = ChatState.Up;
            _user.ChatEstablished(Name);
        }
    }

    private void OnMessage(string contentType, byte[] body)
    {
        var (type, content) = RemoteSession.TypeOf(contentType).Equals(Cpim.Type, StringComparison.OrdinalIgnoreCase)
            ? Cpim.Unwrap(body) ?? (contentType, body)
            : (contentType, body);
        _user.MessageReceived(Name, type, Encoding.UTF8.GetString(content));
    }

    /// <summary>
    /// A peer that leaves may close the connection before its BYE is here; only when none comes has the session failed
    /// (RFC 4975 section 5.4).
    /// </summary>
    private void OnSessionLost(string text) => _agent.Loop.After(_agent.Timers.T1, () =>
    {
        if (State == ChatState.Up)
        {
            Fail(text);
        }
    });

    /// <summary>The peer's later INVITE: a new description of the session, or a question for ours (RFC 3261 section 14.2).</summary>
    private void OnInvite(ServerTransaction transaction, SipMessage request)
    {
        byte[] answer;
        if (request.Body.IsEmpty)
        {
            answer = _local.Offer();
        }
        else if (RemoteSession.DescriptionIn(request) is { } offer
            && RemoteSession.StreamOf(offer, _msrp.IsSecure) is { } stream
            && RemoteSession.Read(offer, _msrp.IsSecure, out _) is { } remote)
        {
            answer = _local.Answer(offer, stream);
            _session?.Update(remote);
        }
        else
        {
            Respond(transaction, 488, "Not Acceptable Here");
            return;
        }

        _dialog!.Refresh(request);
        var response = _agent.Reply(transaction, 200, "OK", _agent.Abilities).Body("application/sdp", answer).Write();
        _laterInvite?.Stop();
        _laterInvite = new LaterInvite(_agent, transaction, response, () => Fail("the peer did not acknowledge the new session"));
        _laterInvite.Start();
    }

    private void Respond(ServerTransaction transaction, int statusCode, string reason) =>
        transaction.Respond(_agent.Reply(transaction, statusCode, reason).Write());

    private void Fail(string text)
    {
        _user.UserNotified("chatFailed", text);
        if (_dialog is null)
        {
            Finish(ChatState.Failed);
        }
        else
        {
            HangUp(ChatState.Failed);
        }
    }

    /// <summary>BYE; nothing more is sent in the session, but its connection stays until the BYE is answered.</summary>
    private void HangUp(ChatState state)
    {
        State = state;
        _subscription?.Stop();
        _session?.Silence();
        _laterInvite?.Stop();
        Invitation.Bye(_agent, _dialog!, () =>
        {
            _session?.Close();
            Finish(state);
        });
    }

    private void Finish(ChatState state)
    {
        State = state;
        _subscription?.Stop();
        _laterInvite?.Stop();
        if (!_hasEnded)
        {
            _hasEnded = true;
            _user.ChatEnded(Name);
        }
    }
}
