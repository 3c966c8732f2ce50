using System.Text.Json.Nodes;
using Conformance.Harness.Driving.Contract;

namespace Conformance.Tests.Harness.Driving.Contract;

/// <summary>A channel whose lines are noted, each with whom it goes to.</summary>
internal sealed class OverheardChannel(ILineChannel inner, List<(string To, JsonObject Line)> heard) : ILineChannel
{
    public string Unfinished => inner.Unfinished;

    public void Start(Action<string> line, Action<string> ended) => inner.Start(
        text =>
        {
            heard.Add(("suite", JsonNode.Parse(text)!.AsObject()));
            line(text);
        },
        ended);

    public void Send(string line)
    {
        heard.Add(("client", JsonNode.Parse(line)!.AsObject()));
        inner.Send(line);
    }

    public Task CloseAsync(TimeSpan limit) => inner.CloseAsync(limit);

    public void Dispose() => inner.Dispose();
}
