using System.Text.Json.Nodes;
using Conformance.Harness.Core.Network;

namespace Conformance.Harness.Driving.Contract;

/// <summary>Makes a client in this process: given what it sends its objects with, it gives what receives our lines.</summary>
public delegate (Action<string> Receive, IDisposable Client) InProcessClient(
    EventLoop loop,
    INetwork network,
    Action<JsonObject> send);

/// <summary>A client in this process. Objects pass as text, so that it is held against the contract like any other.</summary>
public sealed class MemoryChannel(EventLoop loop, INetwork network, InProcessClient create) : ILineChannel
{
    private Action<string>? _receive;
    private IDisposable? _client;
    private bool _disposed;

    public string Unfinished => "";

    public void Start(Action<string> line, Action<string> ended) =>
        (_receive, _client) = create(loop, network, sent => Deliver(line, sent.ToJsonString()));

    public void Send(string line) => Deliver(text => _receive!(text), line);

    public Task CloseAsync(TimeSpan limit) => Task.CompletedTask;

    public void Dispose()
    {
        _disposed = true;
        _client?.Dispose();
    }

    private void Deliver(Action<string> to, string line) => loop.Post(() =>
    {
        if (!_disposed)
        {
            to(line);
        }
    });
}
