namespace Conformance.Harness.Driving.Contract;

/// <summary>Lines to and from a client. Callbacks come on the event loop, none after Dispose.</summary>
public interface ILineChannel : IDisposable
{
    /// <summary>Begins. <paramref name="ended"/> is called once, with what was seen, when no more lines can come.</summary>
    void Start(Action<string> line, Action<string> ended);

    /// <summary>Sends one line; the text has no line end.</summary>
    void Send(string line);

    /// <summary>What the client has written since its last line end; "" where it writes whole lines only.</summary>
    string Unfinished { get; }

    /// <summary>Says that no more lines will be sent, and waits for the client to end, at most so long.</summary>
    Task CloseAsync(TimeSpan limit);
}
