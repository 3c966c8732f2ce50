using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Contract;

/// <summary>
/// The adapter contract (JSON-RPC 2.0, one object per line, contract 1) over a channel. What breaks the contract is a
/// fault that quotes the line.
/// </summary>
public sealed class JsonRpcAdapter : IClientAdapter
{
    public const int Contract = 1;

    /// <summary>A client may take this long to start before it answers initialize.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromSeconds(10);

    private readonly EventLoop _loop;
    private readonly ILineChannel _channel;
    private readonly TimeSpan _answerWait;
    private readonly Dictionary<int, Question> _open = [];
    private int _lastId;
    private string? _fault;
    private bool _shuttingDown;

    /// <summary>Starts the channel. AnswerWait is the limit for each answer.</summary>
    public JsonRpcAdapter(EventLoop loop, ILineChannel channel, TimeSpan answerWait)
    {
        _loop = loop;
        _channel = channel;
        _answerWait = answerWait;
        _channel.Start(OnLine, OnEnded);
    }

    public event Action<Report>? Notified;

    public event Action<string>? Faulted;

    public Task<Answer<ClientIdentity>> InitializeAsync(Initialization given) => AskAsync(
        "initialize",
        Parameters(given),
        ContractReader.Identity,
        StartUpLimit(_answerWait));

    public async Task<Answer> RegisterAsync() => await DoAsync("register", []);

    public Task<Answer<string>> StartChatAsync(IReadOnlyList<string> invitees) => AskAsync(
        "startChat",
        new JsonObject { ["invitees"] = new JsonArray([.. invitees.Select(it => JsonValue.Create(it))]) },
        ContractReader.Chat,
        _answerWait);

    public async Task<Answer> SendMessageAsync(string chat, string contentType, string body) =>
        await DoAsync("sendMessage", new JsonObject { ["chat"] = chat, ["contentType"] = contentType, ["body"] = body });

    public async Task<Answer> EndChatAsync(string chat) => await DoAsync("endChat", Of(chat));

    public async Task<Answer> SubscribeConferenceAsync(string chat) => await DoAsync("subscribeConference", Of(chat));

    public Task<Answer<ChatDescription>> DescribeChatAsync(string chat) =>
        AskAsync("describeChat", Of(chat), ContractReader.Description, _answerWait);

    public async Task<Answer> DeregisterAsync() => await DoAsync("deregister", []);

    public async Task<Answer> ShutdownAsync()
    {
        _shuttingDown = true;
        var answer = await DoAsync("shutdown", []);
        if (answer.Kind != AnswerKind.Fault)
        {
            await _channel.CloseAsync(_answerWait);
        }

        return answer;
    }

    public void Dispose()
    {
        _shuttingDown = true;
        foreach (var question in _open.Values)
        {
            question.Limit?.Dispose();
        }

        _channel.Dispose();
    }

    /// <summary>How long the answer to initialize may take.</summary>
    internal static TimeSpan StartUpLimit(TimeSpan answerWait) => StartUp > answerWait ? StartUp : answerWait;

    /// <summary>A request as a line.</summary>
    internal static string Request(int id, string verb, JsonObject parameters) => new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id,
        ["method"] = verb,
        ["params"] = parameters,
    }.ToJsonString();

    /// <summary>The params of initialize.</summary>
    internal static JsonObject Parameters(Initialization given) => new JsonObject
    {
        ["contract"] = Contract,
        ["account"] = new JsonObject
        {
            ["address"] = given.Account.Address,
            ["user"] = given.Account.User,
            ["password"] = given.Account.Password,
        },
        ["core"] = Core(given),
        ["im"] = new JsonObject
        {
            ["conferenceFactory"] = given.ConferenceFactory,
            ["maxAdhocGroupSize"] = given.MaxAdhocGroupSize,
        },
        ["transport"] = given.Transport,
        ["localAddress"] = given.LocalAddress,
        ["profile"] = given.Profile,
    };

    /// <summary>Whom to trust is said only where it matters, so that a client without TLS meets no key that it does not know.</summary>
    private static JsonObject Core(Initialization given)
    {
        var core = new JsonObject { ["uri"] = given.CoreUri, ["domain"] = given.Account.Domain };
        if (given.CertificateAuthority is { } authority)
        {
            core["certificateAuthority"] = authority;
        }

        return core;
    }

    private static JsonObject Of(string chat) => new() { ["chat"] = chat };

    private Task<Answer<object>> DoAsync(string verb, JsonObject parameters) =>
        AskAsync<object>(verb, parameters, result => result, _answerWait);

    private async Task<Answer<T>> AskAsync<T>(string verb, JsonObject parameters, Func<JsonElement, T> read, TimeSpan limit)
        where T : class
    {
        if (_fault is not null)
        {
            return new Answer<T>(AnswerKind.Fault, null, _fault);
        }

        var question = new Question(verb, result => read(result));
        var id = ++_lastId;
        _open.Add(id, question);
        question.Limit = _loop.After(limit, () => Fail($"no answer to {verb} within {InSeconds(limit)} s{ContractReader.Unfinished(_channel)}"));
        _channel.Send(Request(id, verb, parameters));
        var (kind, value, text) = await question.Answered.Task;
        return new Answer<T>(kind, (T?)value, text);
    }

    private void OnLine(string line)
    {
        if (_fault is not null)
        {
            return;
        }

        try
        {
            switch (ContractReader.Read(line))
            {
                case Notification notification:
                    Notified?.Invoke(notification.Report);
                    break;
                case Reply reply:
                    OnReply(reply);
                    break;
            }
        }
        catch (ContractException breach)
        {
            Fail($"{breach.Message}: {ContractReader.Quote(line)}");
        }
    }

    private void OnReply(Reply reply)
    {
        if (reply.Id is not { } id || !_open.TryGetValue(id, out var question))
        {
            throw new ContractException("an answer whose id is that of no open request");
        }

        var answer = reply switch
        {
            { Error: { Code: ContractReader.MethodNotFound } error } => new Answer<object>(AnswerKind.Unsupported, null, error.Message),
            { Error: { } error } => new Answer<object>(AnswerKind.Refused, null, error.Message),
            _ => new Answer<object>(AnswerKind.Done, question.Value(reply.Result)),
        };
        _open.Remove(id);
        question.Close(answer);
    }

    private void OnEnded(string what)
    {
        if (!_shuttingDown)
        {
            Fail(what);
            return;
        }

        CloseAll(new Answer<object>(AnswerKind.Done, null));
    }

    private void Fail(string what)
    {
        if (_fault is not null)
        {
            return;
        }

        _fault = what;
        if (!_shuttingDown)
        {
            Faulted?.Invoke(what);
        }

        CloseAll(new Answer<object>(AnswerKind.Fault, null, what));
    }

    private void CloseAll(Answer<object> answer)
    {
        List<Question> all = [.. _open.Values];
        _open.Clear();
        foreach (var question in all)
        {
            question.Close(answer);
        }
    }

    private static string InSeconds(TimeSpan limit) => limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// A request that waits for its answer. Who awaits goes on at once, inside <see cref="OnLine"/>, so that an answer is
    /// recorded before the line that follows it.
    /// </summary>
    private sealed class Question(string verb, Func<JsonElement, object> read)
    {
        public TaskCompletionSource<Answer<object>> Answered { get; } = new();

        public IDisposable? Limit { get; set; }

        public object Value(JsonElement result)
        {
            try
            {
                return read(result);
            }
            catch (ContractException breach)
            {
                throw new ContractException($"answer to {verb}: {breach.Message}");
            }
        }

        public void Close(Answer<object> answer)
        {
            Limit?.Dispose();
            Answered.TrySetResult(answer);
        }
    }
}
