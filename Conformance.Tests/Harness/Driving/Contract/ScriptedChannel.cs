using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;

namespace Conformance.Tests.Harness.Driving.Contract;

/// <summary>A client that answers each verb with the lines that a test says; "ID" in them stands for the request's id.</summary>
internal sealed class ScriptedChannel(EventLoop loop, Func<string, IEnumerable<string>> answers) : ILineChannel
{
    public const string Hello = """{"jsonrpc":"2.0","id":ID,"result":{"contract":1,"name":"Acme","version":"2","verbs":["register"]}}""";
    public const string Done = """{"jsonrpc":"2.0","id":ID,"result":{}}""";

    /// <summary>A line that stands for the end of the client.</summary>
    public const string Crash = "CRASH";

    private Action<string> _line = _ => { };
    private Action<string> _ended = _ => { };

    public List<JsonObject> Received { get; } = [];

    public bool IsClosed { get; private set; }

    public bool IsDisposed { get; private set; }

    public string Unfinished => "";

    public void Start(Action<string> line, Action<string> ended) => (_line, _ended) = (line, ended);

    public void Send(string line)
    {
        var request = JsonNode.Parse(line)!.AsObject();
        Received.Add(request);
        foreach (var answer in answers(request["method"]!.GetValue<string>()))
        {
            loop.Post(() =>
            {
                if (answer == Crash)
                {
                    _ended("the client ended with exit code 3");
                }
                else
                {
                    _line(answer.Replace("ID", request["id"]!.ToJsonString(), StringComparison.Ordinal));
                }
            });
        }
    }

    public Task CloseAsync(TimeSpan limit)
    {
        IsClosed = true;
        return Task.CompletedTask;
    }

    public void Dispose() => IsDisposed = true;
}
