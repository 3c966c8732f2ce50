using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Conformance.Tests.Harness.Commands;

namespace Conformance.Tests.Harness.Driving.Manual;

/// <summary>A whole run by a person at the client, who is played: reads the prompts, operates the reference client, presses the keys.</summary>
[Platform("Linux")]
public sealed class OperatedRunTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("operated");

    [TestCase(false, TestName = "Over_a_pipe")]
    [TestCase(true, TestName = "At_a_pseudo_terminal")]
    public async Task Client_is_judged_as_any_other(bool isTerminal)
    {
        SampleClientTests.IgnoreWithout(isTerminal ? "script" : "sh");
        var arguments = new List<string>([.. SuiteProcess.Command, "run", "--client", Profile(FreePort()), "--out", Path.Combine(_folder.FullName, "results"), "--scenario", "one-to-one-chat", "--requirement", "IM-6.1.3.2.1-?"]);
        var command = isTerminal ? new List<string> { "script", "--quiet", "--return", "--flush", "--command", string.Join(' ', arguments.Select(it => $"'{it}'")), "/dev/null" } : arguments;

        using var run = Start(command);
        using var client = Start([.. SuiteProcess.Command, "client"]);
        using var limit = new CancellationTokenSource(Patience);
        using var kill = limit.Token.Register(() => run.Kill(entireProcessTree: true));
        var player = new Player(client, run.StandardInput);
        var read = player.FollowAsync(isTerminal ? run.StandardOutput : run.StandardError);
        var output = isTerminal ? read : run.StandardOutput.ReadToEndAsync(limit.Token);
        await run.WaitForExitAsync(CancellationToken.None);
        await read;
        client.Kill();

        Assert.That(await output, Does.Match(@"A phone 1: \S+( proven)?: [1-9]\d* pass, 0 fail").And.Not.Contain("interrupted"), await read);
        Assert.That(Passed, Does.Contain("IM-6.1.3.2.1-2"));
    }

    private IEnumerable<string> Passed => JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "results", "results.json")))!["requirements"]!.AsArray()
        .Where(it => it!["verdict"]!.GetValue<string>() == "pass")
        .Select(it => it!["id"]!.GetValue<string>());

    public void Dispose() => _folder.Delete(recursive: true);

    private static Process Start(List<string> command) => Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>A port that nobody has, over UDP or TCP.</summary>
    private static int FreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            try
            {
                using var taken = new UdpClient((IPEndPoint)listener.LocalEndpoint);
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody has it over UDP.
            }
        }
    }

    private string Profile(int port)
    {
        var profile = JsonNode.Parse(File.ReadAllText(Solution.Fixture("clients", "operator.json")))!;
        profile["name"] = "A phone";
        profile["ixit"]!["listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        profile["ixit"]!["answerWait"] = "20s";
        profile["ixit"]!["quiet"] = "500ms";
        var file = Path.Combine(_folder.FullName, "phone.json");
        File.WriteAllText(file, profile.ToJsonString());
        return file;
    }

    /// <summary>Does at the reference client what the prompts say, and tells by keys what it shows.</summary>
    private sealed class Player
    {
        private readonly Process _client;
        private readonly TextWriter _keys;
        private readonly Dictionary<string, string> _setting = [];
        private int _id;

        public Player(Process client, TextWriter keys)
        {
            (_client, _keys) = (client, keys);
            client.OutputDataReceived += (_, line) => OnClient(line.Data);
            client.BeginOutputReadLine();
        }

        /// <summary>Follows the screen to its end, and gives all of it.</summary>
        public async Task<string> FollowAsync(TextReader screen)
        {
            var seen = new System.Text.StringBuilder();
            while (await screen.ReadLineAsync() is { } line)
            {
                seen.AppendLine(line);
                OnScreen(line.Trim());
            }

            return seen.ToString();
        }

        private void OnScreen(string line)
        {
            Action act = line switch
            {
                _ when Follows(line, "outbound proxy ") is { } proxy => () => _setting["proxy"] = proxy.Split(';')[0],
                _ when line.Contains("conference factory ", StringComparison.Ordinal) => () => Ask("initialize", $$"""{"contract":1,"account":{"address":"sip:alice@im.example","user":"alice","password":"secret"},"core":{"uri":"{{_setting["proxy"]}};transport=udp;lr","domain":"im.example"},"im":{"conferenceFactory":"sip:im-factory@im.example","maxAdhocGroupSize":5},"transport":"udp","localAddress":"127.0.0.1","profile":"generic"}"""),
                _ when line.Contains("Have the client register", StringComparison.Ordinal) => () => Ask("register", "{}"),
                _ when line.Contains("Have the client deregister", StringComparison.Ordinal) => () => Ask("deregister", "{}"),
                _ when Follows(line, "Start a chat with ") is { } invitee => () => Ask("startChat", $$"""{"invitees":["{{invitee.TrimEnd('.')}}"]}"""),
                _ when Follows(line, "Send in chat-1: ") is { } text => () => Ask("sendMessage", $$"""{"chat":"chat-1","contentType":"text/plain","body":"{{text}}"}"""),
                _ when line.Contains("End chat-1", StringComparison.Ordinal) => () => Ask("endChat", """{"chat":"chat-1"}"""),
                _ => () => { }
                ,
            };
            act();
        }

        private void OnClient(string? line)
        {
            if (line is null)
            {
                return;
            }

            var said = JsonNode.Parse(line)!;
            var keys = said["method"]?.GetValue<string>() switch
            {
                "chatEstablished" => "e",
                "chatEnded" => "x",
                "messageReceived" => $"m{said["params"]!["body"]}\n",
                "userNotified" => $"no {said["params"]!["text"]}\n",
                _ => said["error"] is null ? "d" : "f",
            };
            lock (_keys)
            {
                _keys.Write(keys);
                _keys.Flush();
            }
        }

        private void Ask(string verb, string parameters)
        {
            _client.StandardInput.Write($$"""{"jsonrpc":"2.0","id":{{++_id}},"method":"{{verb}}","params":{{parameters}}}""" + "\n");
            _client.StandardInput.Flush();
        }

        private static string? Follows(string line, string words) => line.IndexOf(words, StringComparison.Ordinal) is var at and >= 0 ? line[(at + words.Length)..] : null;
    }
}
