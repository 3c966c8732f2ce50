using Conformance.Harness.Core.Network;

namespace Conformance.Harness.Core.Control;

/// <summary>A connection that nobody owns yet, and what has arrived on it; once it is taken, what arrives is passed on.</summary>
internal sealed class EarlyOctets(IStreamConnection connection)
{
    private readonly List<byte> _octets = [];
    private Action<ReadOnlyMemory<byte>>? _received;
    private Action<CloseReason>? _closed;
    private CloseReason? _end;

    public IStreamConnection Connection => connection;

    public ReadOnlyMemory<byte> Octets => _octets.ToArray();

    public bool IsTaken => _received is not null;

    /// <summary>Hands over what has arrived, and from then on all that does.</summary>
    public void TakeOver(Action<ReadOnlyMemory<byte>> received, Action<CloseReason> closed)
    {
        (_received, _closed) = (received, closed);
        if (_octets.Count > 0)
        {
            received(Octets);
            _octets.Clear();
        }

        if (_end is { } reason)
        {
            closed(reason);
        }
    }

    public void Receive(ReadOnlyMemory<byte> octets)
    {
        if (_received is { } received)
        {
            received(octets);
        }
        else
        {
            _octets.AddRange(octets.Span);
        }
    }

    public void End(CloseReason reason)
    {
        _end = reason;
        _closed?.Invoke(reason);
    }
}
