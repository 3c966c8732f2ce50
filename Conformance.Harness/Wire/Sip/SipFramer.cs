namespace Conformance.Harness.Wire.Sip;

/// <summary>
/// Cuts a stream into messages by Content-Length (RFC 3261 section 18.3); CRLFs before a start line are skipped (section 7.5).
/// Where Content-Length is absent or no use, the head is given as a message with a defect and what follows it is taken as
/// the next message. What is left when the stream ends is in <see cref="Pending"/>, to be read with
/// <see cref="SipMessage.Parse(ReadOnlyMemory{byte}, Transport)"/>, which then tells what is missing.
/// Holds at most <paramref name="limit"/> octets: a message that has not ended by then is given as it is, with its
/// defect, and what follows it is read anew.
/// </summary>
public sealed class SipFramer(int limit = SipFramer.DefaultLimit)
{
    /// <summary>256 KiB: far above any message, far below what would hurt the harness, which keeps many times as much of what it has read.</summary>
    public const int DefaultLimit = 256 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private int _searched;
    private SipHead? _head;

    /// <summary>Octets received that no message has claimed yet; valid until the next call of <see cref="Feed"/>.</summary>
    public ReadOnlyMemory<byte> Pending => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Takes received octets and gives each message that is complete, in order.</summary>
    public IReadOnlyList<SipMessage> Feed(ReadOnlyMemory<byte> octets)
    {
        Append(octets.Span);
        var messages = new List<SipMessage>();
        while (Next() is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    private SipMessage? Next()
    {
        if (_head is null)
        {
            SkipEmptyLines();
            var headLength = FindEndOfHead();
            if (headLength < 0 && Pending.Length < limit)
            {
                return null;
            }

            headLength = headLength < 0 ? Pending.Length : headLength;

            _head = SipHead.Parse(Pending.Span[..headLength]);
        }

        var length = _head.BodyStart + (_head.Length.IsBeyondBuffers ? 0L : _head.Length.Octets ?? 0);
        return length <= Pending.Length ? Claim((int)length)
            : Pending.Length >= limit ? Claim(Pending.Length)
            : null;
    }

    private SipMessage Claim(int length)
    {
        var message = SipMessage.Of(Pending[..length].ToArray(), _head!, isStream: true);
        _start += length;
        _searched = 0;
        _head = null;
        return message;
    }

    private void SkipEmptyLines()
    {
        while (_searched == 0 && Pending.Span.StartsWith("\r\n"u8))
        {
            _start += 2;
        }
    }

    /// <summary>The length of the head with its empty line; -1 while that has not come. Looks at no octet twice, but for a line end.</summary>
    private int FindEndOfHead()
    {
        var pending = Pending.Span;
        var isBegun = pending.IndexOfAnyExcept(CharClass.LineEnd);
        if (isBegun < 0)
        {
            return -1;
        }

        _searched = Math.Max(_searched, isBegun);
        while (pending[_searched..].IndexOf((byte)'\n') is var index and >= 0)
        {
            var next = _searched + index + 1;
            var rest = pending[next..];
            if (rest.StartsWith("\n"u8) || rest.StartsWith("\r\n"u8))
            {
                return next + (rest[0] == '\n' ? 1 : 2);
            }

            if (rest.IsEmpty || rest.SequenceEqual("\r"u8))
            {
                _searched = next - 1;
                return -1;
            }

            _searched = next;
        }

        _searched = pending.Length;
        return -1;
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        var pending = _end - _start;
        if (_end + octets.Length > _buffer.Length)
        {
            var target = pending + octets.Length > _buffer.Length
                ? new byte[Math.Max(2 * _buffer.Length, pending + octets.Length)]
                : _buffer;
            _buffer.AsSpan(_start, pending).CopyTo(target);
            (_buffer, _start, _end) = (target, 0, pending);
        }

        octets.CopyTo(_buffer.AsSpan(_end));
        _end += octets.Length;
    }
}
