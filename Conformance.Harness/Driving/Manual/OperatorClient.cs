using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Manual;

/// <summary>
/// A client that a person operates: each verb is a prompt that a key answers, and what the client shows by itself is told by
/// keys at any time. What it has stored cannot be seen, so that there is no describeChat.
/// </summary>
internal sealed class OperatorClient : IDisposable
{
    private const string Signals = "   (at any time: e the chat is up, x it is over, m a message is shown, n the client tells its user something)";
    private static readonly string[] Verbs = ["initialize", "register", "startChat", "sendMessage", "endChat", "subscribeConference", "deregister", "shutdown"];

    private readonly EventLoop _loop;
    private readonly ClientProfile _profile;
    private readonly OperatorTerminal _terminal;
    private readonly AdapterPort _user;
    private readonly VerbServer _server;
    private readonly List<string> _chats = [];
    private readonly Dictionary<char, Action> _answers = [];
    private Verb? _asked;
    private TypedText? _typed;
    private int _step;
    private int _started;
    private bool _isOver;

    /// <param name="loop">Runs all of it.</param>
    /// <param name="profile">What the client is.</param>
    /// <param name="scenario">What the person is about to do.</param>
    /// <param name="terminal">Where the person is.</param>
    /// <param name="write">Takes each result and notification.</param>
    public OperatorClient(EventLoop loop, ClientProfile profile, Scenario scenario, OperatorTerminal terminal, Action<JsonObject> write)
    {
        _loop = loop;
        _profile = profile;
        _terminal = terminal;
        _user = new AdapterPort(Tamper.None, write);
        _server = new VerbServer(_user, request => request, Carry);
        _terminal.Show("");
        _terminal.Show($"== {scenario.Name}: {scenario.Purpose}");
        _terminal.Show(Signals);
        _terminal.Listen(key => _loop.Post(() => OnKey(key)));
    }

    /// <summary>Takes one line of the adapter contract.</summary>
    public void Receive(string line) => _server.Receive(line);

    public void Dispose()
    {
        if (!_isOver && _answers.Count > 0)
        {
            _terminal.Show("   too late: the suite waits no longer");
        }

        _isOver = true;
        _terminal.Listen(null);
    }

    private void Carry(Verb verb)
    {
        switch (verb.Name)
        {
            case "initialize":
                SetUp(OperatorSetting.Of(verb.Parameters), verb);
                break;
            case "shutdown":
                verb.Answer([]);
                break;
            case "describeChat":
                throw new VerbException(VerbException.MethodNotFound, "what the client has stored cannot be seen");
            case "startChat":
                Ask(verb, new StartChat(verb.Parameters.Texts("invitees")), () => Started(verb));
                break;
            default:
                Ask(verb, RequestOf(verb), () => verb.Answer([]));
                break;
        }
    }

    private static UserRequest RequestOf(Verb verb) => verb.Name switch
    {
        "register" => new Register(),
        "deregister" => new Deregister(),
        "sendMessage" => new SendMessage(verb.Parameters.Text("chat"), verb.Parameters.Text("contentType"), verb.Parameters.Text("body")),
        "endChat" => new EndChat(verb.Parameters.Text("chat")),
        "subscribeConference" => new SubscribeConference(verb.Parameters.Text("chat")),
        var other => throw new VerbException(VerbException.MethodNotFound, $"nobody knows what {other} is"),
    };

    private void SetUp(OperatorSetting setting, Verb verb)
    {
        var identity = VerbServer.Identity(
            _profile.Name,
            _profile.Version,
            Verbs.Where(it => it != "subscribeConference" || _profile.Ics.ConferenceSubscription));
        if (setting == _terminal.Setting)
        {
            verb.Answer(identity);
            return;
        }

        Ask(verb, Instructions.SettingUp(setting), () =>
        {
            _terminal.Setting = setting;
            verb.Answer(identity);
        });
    }

    private void Started(Verb verb)
    {
        var chat = string.Create(CultureInfo.InvariantCulture, $"chat-{++_started}");
        _chats.Add(chat);
        verb.Answer(new JsonObject { ["chat"] = chat });
        _terminal.Show($"   this is {chat}");
    }

    private void Ask(Verb verb, UserRequest request, Action done) => Ask(verb, [Instructions.Of(request)], done);

    private void Ask(Verb verb, IReadOnlyList<string> lines, Action done)
    {
        if (_isOver)
        {
            FailForNobody(verb);
            return;
        }

        _terminal.Show(string.Create(CultureInfo.InvariantCulture, $"{++_step,2}. {lines[0]}"));
        foreach (var line in lines.Skip(1))
        {
            _terminal.Show(line);
        }

        _terminal.Show($"   d done, f it failed, u the client cannot do that; within {Durations.Words(_profile.Ixit.AnswerWait)}");
        _asked = verb;
        _answers['d'] = () => Answer("done", done);
        _answers['f'] = () => Answer("failed", () => verb.Fail($"{verb.Name}: the operator says that it failed"));
        _answers['u'] = () => Answer("the client cannot", () => verb.Refuse(VerbException.MethodNotFound, $"{verb.Name}: the operator says that the client cannot do that"));
    }

    private void Answer(string word, Action act)
    {
        _terminal.Show($"   -> {word}");
        _answers.Clear();
        act();
    }

    private void OnKey(char? key)
    {
        if (_isOver)
        {
            return;
        }

        if (key is not { } pressed)
        {
            OnNobody();
        }
        else if (_typed is not null)
        {
            OnTyped(pressed);
        }
        else if (!char.IsControl(pressed) && !char.IsWhiteSpace(pressed))
        {
            OnPressed(char.ToLowerInvariant(pressed));
        }
    }

    private void OnPressed(char key)
    {
        if (_answers.TryGetValue(key, out var answer))
        {
            answer();
        }
        else if (key == 'n')
        {
            Type("What does it tell? t too many users, c the chat has failed, m a message has failed, o something else; then its words, then Enter:", text => _user.UserNotified(KindOf(text), text[1..].Trim()));
        }
        else if (_chats is not [.., var chat] || !Signal(key, chat))
        {
            _terminal.Show($"   '{key}' says nothing here{(_answers.Count > 0 ? $": {string.Join(", ", _answers.Keys)}" : "; wait for what is next")}");
        }
    }

    /// <summary>What the client shows by itself, of the chat that was started last and is not over.</summary>
    private bool Signal(char key, string chat)
    {
        switch (key)
        {
            case 'e':
                _terminal.Show($"   -> {chat} is up");
                _user.ChatEstablished(chat);
                return true;
            case 'x':
                _terminal.Show($"   -> {chat} is over");
                _chats.Remove(chat);
                _user.ChatEnded(chat);
                return true;
            case 'm':
                Type("Which text? Type it, then Enter:", text => _user.MessageReceived(chat, "text/plain", text));
                return true;
            default:
                return false;
        }
    }

    private static string KindOf(string text) => text[0] switch
    {
        't' or 'T' => UserNotified.TooManyParticipants,
        'c' or 'C' => UserNotified.ChatFailed,
        'm' or 'M' => UserNotified.MessageFailed,
        _ => "other",
    };

    private void Type(string prompt, Action<string> tell)
    {
        _terminal.Show($"   {prompt}");
        _typed = new TypedText(tell);
    }

    private void OnTyped(char key)
    {
        if (_typed!.Take(key))
        {
            _terminal.Echo(TypedText.ShownAs(key));
            return;
        }

        var typed = _typed;
        _typed = null;
        _terminal.Echo(Environment.NewLine);
        _terminal.Show($"   -> {typed.Text}");
        typed.Tell(typed.Text);
    }

    private void OnNobody()
    {
        _isOver = true;
        _terminal.Show("   nobody types any more");
        if (_answers.Count > 0)
        {
            FailForNobody(_asked!);
        }
    }

    private static void FailForNobody(Verb verb) => verb.Fail($"{verb.Name}: nobody is at the client any more: the input has ended");
}
