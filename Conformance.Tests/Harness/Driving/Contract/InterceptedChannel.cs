using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;

namespace Conformance.Tests.Harness.Driving.Contract;

/// <summary>A client one of whose verbs answers with the lines of a test instead; "ID" in them stands for the request's id.</summary>
internal sealed class InterceptedChannel(EventLoop loop, ILineChannel inner, string verb, params string[] instead) : ILineChannel
{
    private readonly ScriptedChannel _script = new(loop, _ => instead);

    public bool IsDisposed => _script.IsDisposed;

    public string Unfinished => inner.Unfinished;

    public void Start(Action<string> line, Action<string> ended)
    {
        inner.Start(line, ended);
        _script.Start(line, ended);
    }

    public void Send(string line) => (line.Contains($"\"method\":\"{verb}\"", StringComparison.Ordinal) ? _script : inner).Send(line);

    public Task CloseAsync(TimeSpan limit) => inner.CloseAsync(limit);

    public void Dispose()
    {
        inner.Dispose();
        _script.Dispose();
    }
}
