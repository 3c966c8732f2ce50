using Conformance.Harness.Core;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>
/// The hand of a script: what the user does, recorded before it is handed over; what the peer does; and waits, which end
/// on the event awaited and never judge. When the client can be driven no further, the step at hand ends the script.
/// </summary>
public sealed class ScenarioContext
{
    private static readonly TimeSpan LeastToTell = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan MostOwed = TimeSpan.FromSeconds(10);

    private readonly DrivenClient _client;
    private readonly ICore _core;
    private readonly Ixit _ixit;
    private readonly TimeSpan _quiet;

    internal ScenarioContext(DrivenClient client, ICore core, Provisioning provisioning, Ixit ixit)
    {
        _client = client;
        _core = core;
        _ixit = ixit;
        _quiet = QuietOf(ixit);
        Provisioning = provisioning;
    }

    public Provisioning Provisioning { get; }

    /// <summary>64*T1 of the client: Timer B and F (RFC 3261 section 17.1), and N of RFC 6665.</summary>
    public TimeSpan TransactionTimeout => 64 * Provisioning.Timers.T1;

    /// <summary>How long a client, or the person who operates it, may take to tell of what it has told its user.</summary>
    public TimeSpan TimeToTell => _ixit.AnswerWait > LeastToTell ? _ixit.AnswerWait : LeastToTell;

    /// <summary>The number of the last event so far.</summary>
    public int Now => _client.Events.Count;

    /// <summary>Whether it declares messages: of a client without there is nothing to wait for once a session is agreed.</summary>
    private bool HasMessages => Provisioning.Declaration.Msrp;

    /// <summary>The address of a user in the home domain.</summary>
    public string Address(string user) => $"sip:{user}@{Provisioning.Domain}";

    /// <summary>The first event after that number which is wanted; null when the limit (the profile's answerWait) has passed first.</summary>
    public Task<TraceEvent?> AwaitAsync(Func<TraceEvent, bool> wanted, int after, TimeSpan? limit = null) => _client.AwaitAsync(wanted, after, limit);

    /// <summary>Lets the quiet period pass.</summary>
    public Task QuietAsync() => AwaitAsync(_ => false, Now, _quiet);

    /// <summary>Asks for a chat; null when the client began none.</summary>
    public async Task<Chat?> StartChatAsync(params IReadOnlyList<string> invitees)
    {
        var (action, answer) = await _client.AskAsync(
            new StartChat(invitees),
            () => _client.Adapter.StartChatAsync(invitees),
            (action, answer) => new ChatStarted(action, answer.Value!));
        return answer.IsDone ? new Chat(answer.Value!, action) : null;
    }

    /// <summary>Whether an INVITE left the client after it was asked for this chat.</summary>
    public bool IsInvited(Chat chat) => _client.Events.Skip(chat.Ask).Any(it => it.IsRequestFromClient("INVITE"));

    /// <summary>Waits until the invitation is answered and acknowledged and the session is up, and gives whether it is.</summary>
    public async Task<bool> AwaitAnswerAsync(Chat chat)
    {
        var answer = await AwaitLastAnswerAsync(chat);
        if (answer is not WireMessage response)
        {
            return false;
        }

        await AwaitAsync(it => it.IsRequestFromClient("ACK"), answer.Number);
        if (response.Sip.StatusCode >= 300)
        {
            await AwaitAsync(it => GivesUp(it, chat), chat.Ask, _quiet);
            chat.IsOver = true;
            return false;
        }

        // A client may say that the chat is up, or it is seen to be by its first MSRP request; the word may come a little later.
        var sign = await AwaitAsync(it => it.IsMsrpSuccessToClient() || IsEstablished(it, chat) || IsEnd(it, chat), chat.Ask, HasMessages ? null : _quiet);
        chat.IsOver = sign is not null && IsEnd(sign, chat);
        chat.IsUp = !chat.IsOver && (sign is not null || !HasMessages);
        if (sign is WireMessage)
        {
            await AwaitAsync(it => IsEstablished(it, chat), chat.Ask, _quiet);
        }

        return chat.IsUp;
    }

    /// <summary>Sends a text, and waits until the peer's echo has come and been answered.</summary>
    public async Task ExchangeAsync(Chat chat, string text)
    {
        if (await WriteAsync(chat, text) is { } action)
        {
            await AwaitPeerMessageAsync(action);
        }
    }

    /// <summary>Sends a text, and gives the number of the action; null when the client did not take it, or has no messages.</summary>
    public async Task<int?> WriteAsync(Chat chat, string text)
    {
        if (!HasMessages)
        {
            return null;
        }

        const string ContentType = "text/plain";
        var (action, answer) = await _client.AskAsync(
            new SendMessage(chat.Name, ContentType, text),
            () => _client.Adapter.SendMessageAsync(chat.Name, ContentType, text));
        return answer.IsDone ? action : null;
    }

    /// <summary>Whether the client has said that the chat is over.</summary>
    public bool HasEnded(Chat chat) => _client.Events.Any(it => IsEnd(it, chat));

    /// <summary>The peer sends a text to a client that has messages; waits until it has been answered.</summary>
    public async Task PeerSendAsync(string text)
    {
        if (!HasMessages)
        {
            return;
        }

        var before = Now;
        _core.SendMessage("text/plain", text);
        await AwaitPeerMessageAsync(before);
    }

    /// <summary>The peer ends the chat; waits until its BYE has been answered.</summary>
    public async Task PeerEndsAsync(Chat chat)
    {
        var before = Now;
        _core.HangUp();
        (chat.IsUp, chat.IsOver) = (false, true);
        await AwaitAsync(it => it.IsFinalFromClient("BYE"), before);
        await AwaitAsync(it => IsEnd(it, chat), before, _quiet);
    }

    /// <summary>Has the client say what it knows of the chat.</summary>
    public Task DescribeAsync(Chat chat) => _client.AskAsync(
        new DescribeChat(chat.Name),
        () => _client.Adapter.DescribeChatAsync(chat.Name),
        (action, answer) => new ChatDescribed(
            action,
            chat.Name,
            answer.Value!.State,
            answer.Value.ImSessionIdentity,
            answer.Value.SupportedMethods,
            answer.Value.Members,
            answer.Value.LeftOut.Count > 0 ? answer.Value.LeftOut : null));

    /// <summary>Asks to see who is in the conference; waits, if there is one to come, until the first notification has been answered.</summary>
    public async Task SubscribeConferenceAsync(Chat chat, bool isNotified = true)
    {
        var (action, answer) = await _client.AskAsync(new SubscribeConference(chat.Name), () => _client.Adapter.SubscribeConferenceAsync(chat.Name));
        if (answer.IsDone && isNotified)
        {
            await AwaitAsync(it => it.IsFinalFromClient("NOTIFY"), action);
        }
    }

    /// <summary>
    /// Ends the chat, once what the peer has sent in it is answered: nobody is to be blamed for a response that the end of the session
    /// came before. Of a chat that is up, waits until the BYE has been answered and, as the quiet period allows, the client says so.
    /// </summary>
    public async Task EndChatAsync(Chat chat)
    {
        await AwaitOwedAsync(chat);
        var (action, answer) = await _client.AskAsync(new EndChat(chat.Name), () => _client.Adapter.EndChatAsync(chat.Name));
        if (answer.IsDone && chat.IsUp)
        {
            await AwaitAsync(it => it.IsFinalToClient("BYE"), action);
            await AwaitAsync(it => IsEnd(it, chat), action, _quiet);
        }

        (chat.IsUp, chat.IsOver) = (false, true);
    }

    /// <summary>
    /// Waits for what the client owes for what the peer has sent in the chat, also meanwhile; once something stays out, for nothing
    /// more. No person has a hand in it, however long answerWait is.
    /// </summary>
    private async Task AwaitOwedAsync(Chat chat)
    {
        var limit = _ixit.AnswerWait < MostOwed ? _ixit.AnswerWait : MostOwed;
        var callId = _client.Events.Skip(chat.Ask).OfType<WireMessage>().FirstOrDefault(it => it.IsRequestFromClient("INVITE"))?.Sip.CallId;
        for (var seen = chat.Ask; seen < Now; seen++)
        {
            if (_client.Events[seen] is not WireMessage request)
            {
                continue;
            }

            foreach (var isPaid in request.OwedMsrp())
            {
                var last = await AwaitAsync(it => isPaid(it) || it.IsEndOfSession(request.ConnectionId, callId) || IsEnd(it, chat), request.Number, limit);
                if (last is null || !isPaid(last))
                {
                    return;
                }
            }
        }
    }

    /// <summary>
    /// The final response to the chat's INVITE; where the client tries again of its own accord after a refusal, that to the
    /// last INVITE. A client that goes on for ever is not followed.
    /// </summary>
    private async Task<TraceEvent?> AwaitLastAnswerAsync(Chat chat)
    {
        const int MostRetries = 6;
        var mayGoOn = false;
        var answer = await AwaitAsync(it => it.IsFinalToClient("INVITE"), chat.Ask);
        for (var retries = 0; retries < MostRetries && answer is WireMessage { Sip.StatusCode: >= 300 }; retries++)
        {
            await AwaitAsync(it => it.IsRequestFromClient("ACK"), answer.Number);
            // Where the client may well go on, by another target or in another way, the wait is longer; one that gives up says so.
            mayGoOn |= answer is WireMessage { Sip.StatusCode: < 400 or 401 or 407 or (>= 413 and <= 420) };
            var branch = answer.Branch();
            var next = await AwaitAsync(
                it => (it.IsRequestFromClient("INVITE") && it.Branch() != branch) || GivesUp(it, chat),
                answer.Number,
                mayGoOn ? _ixit.AnswerWait : _quiet);
            if (next is not WireMessage)
            {
                break;
            }

            answer = await AwaitAsync(it => it.IsFinalToClient("INVITE"), next.Number) ?? answer;
        }

        return answer;
    }

    private async Task AwaitPeerMessageAsync(int after)
    {
        if (await AwaitAsync(WireEvents.IsPeerMessage, after) is WireMessage message)
        {
            await AwaitAsync(it => it.IsMsrpResponseFromClient(message.Msrp.TransactionId), message.Number);
        }
    }

    /// <summary>
    /// The profile's quiet period, but clearly more than what the judges take for under way: a timer of the system may fire a
    /// little early.
    /// </summary>
    private static TimeSpan QuietOf(Ixit ixit)
    {
        var least = ClientTimers.Usual.T1 * 1.2;
        return ixit.Quiet > least ? ixit.Quiet : least;
    }

    private static bool IsEstablished(TraceEvent happened, Chat chat) =>
        happened is ClientReport { Report: ChatEstablished established } && established.Chat == chat.Name;

    private static bool GivesUp(TraceEvent happened, Chat chat) =>
        happened is ClientReport { Report: UserNotified { IsOfFailure: true } } || IsEnd(happened, chat);

    private static bool IsEnd(TraceEvent happened, Chat chat) =>
        happened is ClientReport { Report: ChatEnded ended } && ended.Chat == chat.Name;
}
