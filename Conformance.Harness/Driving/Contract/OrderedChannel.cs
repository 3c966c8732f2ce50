using Conformance.Harness.Core;

namespace Conformance.Harness.Driving.Contract;

/// <summary>
/// A channel to a client whose core may be elsewhere: what the client says is passed on once all is recorded that has passed
/// before on the wire. Else the client would seem to know of an answer that has not come yet.
/// </summary>
internal sealed class OrderedChannel(ILineChannel channel, ICore core) : ILineChannel
{
    private readonly Queue<Action> _waiting = new();
    private bool _isCatchingUp;

    public string Unfinished => channel.Unfinished;

    public void Start(Action<string> received, Action<string> ended) => channel.Start(
        line => InTurn(() => received(line)),
        what => InTurn(() => ended(what)));

    public void Send(string line) => channel.Send(line);

    public Task CloseAsync(TimeSpan limit) => channel.CloseAsync(limit);

    public void Dispose() => channel.Dispose();

    /// <summary>
    /// At once where there is nothing to wait for, so that a core in this process changes nothing. What comes in the meantime waits
    /// for the next time: a client that floods does not flood the core. What it throws comes out of the event loop.
    /// </summary>
    private async void InTurn(Action pass)
    {
        _waiting.Enqueue(pass);
        if (_isCatchingUp)
        {
            return;
        }

        _isCatchingUp = true;
        try
        {
            while (_waiting.Count > 0)
            {
                var known = _waiting.Count;
                await core.CatchUpAsync();
                for (; known > 0; known--)
                {
                    _waiting.Dequeue()();
                }
            }
        }
        finally
        {
            _isCatchingUp = false;
        }
    }
}
