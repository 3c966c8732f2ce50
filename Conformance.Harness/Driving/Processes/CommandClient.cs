using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Processes;

/// <summary>
/// A client without an adapter: a command line for each verb, with placeholders in braces. The one that starts a chat lives as
/// long as the chat does; any other is waited for, and its exit code says whether it has done what it was asked.
/// </summary>
internal sealed class CommandClient : IDisposable
{
    /// <summary>Served without a command of its own, since it ends the chat's process.</summary>
    private static readonly string[] EndsChats = ["endChat"];

    private readonly EventLoop _loop;
    private readonly ClientProfile _profile;
    private readonly CommandDriver _driver;
    private readonly string? _log;
    private readonly AdapterPort _user;
    private readonly VerbServer _server;
    private readonly Dictionary<string, CommandProcess> _chats = [];
    private readonly List<CommandProcess> _commands = [];
    private Dictionary<string, string> _values = [];
    private int _started;

    /// <param name="loop">Runs all of it.</param>
    /// <param name="profile">What the client is.</param>
    /// <param name="driver">Its commands.</param>
    /// <param name="log">Where their stderr goes, with the number and the verb of the command added; null keeps none.</param>
    /// <param name="write">Takes each result and notification.</param>
    public CommandClient(EventLoop loop, ClientProfile profile, CommandDriver driver, string? log, Action<JsonObject> write)
    {
        _loop = loop;
        _profile = profile;
        _driver = driver;
        _log = log;
        _user = new AdapterPort(Tamper.None, write);
        _server = new VerbServer(_user, request => request, Carry);
    }

    /// <summary>Takes one line of the adapter contract.</summary>
    public void Receive(string line) => _server.Receive(line);

    public void Dispose()
    {
        foreach (var process in _commands)
        {
            process.Dispose();
        }
    }

    private void Carry(Verb verb)
    {
        switch (verb.Name)
        {
            case "initialize":
                verb.Answer(Initialize(verb.Parameters));
                break;
            case "shutdown":
                Dispose();
                verb.Answer([]);
                break;
            case "startChat":
                StartChat(verb);
                break;
            case "endChat":
                End(verb);
                break;
            default:
                Run(verb, CommandOf(verb.Name));
                break;
        }
    }

    private JsonObject Initialize(VerbParameters parameters)
    {
        var account = parameters.Object("account");
        var core = parameters.Object("core");
        var proxy = WireUri.Parse(core.Text("uri")).Value as SipUri ?? throw core.Wrong("uri", "a SIP URI");
        _values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["core"] = string.Create(CultureInfo.InvariantCulture, $"{proxy.Host}:{proxy.Port}"),
            ["address"] = account.Text("address"),
            ["user"] = account.Text("user"),
            ["password"] = account.Text("password"),
            ["domain"] = core.Text("domain"),
            ["factory"] = parameters.Object("im").Text("conferenceFactory"),
            ["transport"] = parameters.Text("transport"),
            ["localAddress"] = parameters.Text("localAddress"),
        };
        return VerbServer.Identity(_profile.Name, _profile.Version, _driver.Commands.Keys.Union(EndsChats));
    }

    private void StartChat(Verb verb)
    {
        var command = CommandOf(verb.Name);
        var invitees = verb.Parameters.Texts("invitees");
        var chat = string.Create(CultureInfo.InvariantCulture, $"chat-{_chats.Count + 1}");
        var values = new Dictionary<string, string>(_values, StringComparer.Ordinal)
        {
            ["chat"] = chat,
            ["invitee"] = invitees.Count > 0 ? invitees[0] : "",
            ["invitees"] = string.Join(',', invitees),
        };
        _chats[chat] = Run(verb.Name, command, values, (code, words) =>
        {
            if (code != 0)
            {
                _user.UserNotified(UserNotified.CommandFailed, words);
            }

            _user.ChatEnded(chat);
        });
        verb.Answer(new JsonObject { ["chat"] = chat });
    }

    /// <summary>The chat's process is asked to end, or the command for it does what makes it end; what does not end then is killed.</summary>
    private void End(Verb verb)
    {
        var name = verb.Parameters.Text("chat");
        var chat = _chats.GetValueOrDefault(name) ?? throw verb.Parameters.Wrong("chat", "a chat that startChat gave");
        if (_driver.Commands.TryGetValue(verb.Name, out var command))
        {
            Run(verb, command);
        }
        else
        {
            chat.Terminate();
            verb.Answer([]);
        }

        chat.End(_profile.Ixit.AnswerWait, () => _user.ChatEnded(name));
    }

    private IReadOnlyList<string> CommandOf(string verb) => _driver.Commands.GetValueOrDefault(verb)
        ?? throw new VerbException(VerbException.MethodNotFound, $"the profile has no command for {verb}");

    private Dictionary<string, string> ValuesOf(VerbParameters parameters)
    {
        var values = new Dictionary<string, string>(_values, StringComparer.Ordinal);
        foreach (var key in new[] { "chat", "contentType", "body" })
        {
            if (parameters.OptionalText(key) is { } value)
            {
                values[key] = value;
            }
        }

        return values;
    }

    /// <summary>Runs what is over once it has ended: its exit code is the answer.</summary>
    private void Run(Verb verb, IReadOnlyList<string> command) =>
        Run(verb.Name, command, ValuesOf(verb.Parameters), (code, words) => verb.Conclude(code == 0 ? null : $"{verb.Name}: {words}"));

    private CommandProcess Run(string verb, IReadOnlyList<string> command, Dictionary<string, string> values, Action<int, string> ended)
    {
        var words = command.Select(word => CommandPlaceholders.Fill(word, values));
        var log = _log is null ? null : string.Create(CultureInfo.InvariantCulture, $"{_log}.{++_started}.{verb}.log");
        try
        {
            var process = CommandProcess.Start(_loop, new ProcessStart([.. words], _driver.Environment, OwnProgram.FolderOf(_profile), log), ended);
            _commands.Add(process);
            return process;
        }
        catch (IOException problem)
        {
            throw new VerbException(VerbException.Failed, problem.Message);
        }
    }
}
