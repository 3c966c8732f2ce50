namespace Conformance.Harness.Wire.Msrp;

/// <summary>
/// Cuts a connection's octets into messages by their end-lines (RFC 4975 section 7.1), however the stream was cut on
/// its way. Holds at most <paramref name="limit"/> octets: a message that has not ended by then is given as it is, with
/// its defect, and what follows is read anew.
/// </summary>
public sealed class MsrpFramer(int limit = MsrpFramer.DefaultLimit)
{
    /// <summary>1 MiB: far above any instant message, far below what would hurt the harness, which keeps many times as much of what it has read.</summary>
    public const int DefaultLimit = 1024 * 1024;

    /// <summary>A head is walked anew with each arrival until it is whole, so that it has a limit of its own.</summary>
    private const int HeadLimit = 256 * 1024;

    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private MsrpHead? _head;
    private int _resume;

    /// <summary>What has come and is not yet a whole message.</summary>
    public ReadOnlyMemory<byte> Pending => _buffer.AsSpan(_start, _end - _start).ToArray();

    /// <summary>
    /// Takes received octets and gives each message that is complete. What does not begin a message is given up to and
    /// including its next CRLF, as one with a <see cref="DefectKind.MalformedMsrpStartLine"/>.
    /// </summary>
    public IEnumerable<MsrpMessage> Feed(ReadOnlyMemory<byte> octets)
    {
        Append(octets.Span);
        var messages = new List<MsrpMessage>();
        while (NextLength() is var length && length > 0)
        {
            messages.Add(MsrpMessage.Parse(_buffer.AsSpan(_start, length).ToArray()));
            _start += length;
            _head = null;
        }

        return messages;
    }

    private void Append(ReadOnlySpan<byte> octets)
    {
        var pending = _end - _start;
        if (_buffer.Length - _end < octets.Length)
        {
            var target = _buffer.Length >= pending + octets.Length ? _buffer : new byte[Math.Max(2 * pending, pending + octets.Length)];
            _buffer.AsSpan(_start, pending).CopyTo(target);
            _buffer = target;
            (_start, _end) = (0, pending);
        }

        octets.CopyTo(_buffer.AsSpan(_end));
        _end += octets.Length;
    }

    /// <summary>The length of the message at the front; 0 when it has not ended. Looks no further than the limit.</summary>
    private int NextLength()
    {
        var window = _buffer.AsSpan(_start, Math.Min(_end - _start, limit));
        var length = EndOf(window);
        var isTooLong = window.Length == limit || (_head is null && window.Length >= HeadLimit);
        return length == 0 && isTooLong ? window.Length : length;
    }

    private int EndOf(ReadOnlySpan<byte> octets)
    {
        if (_head is null && !"MSRP "u8.StartsWith(octets[..Math.Min(5, octets.Length)]))
        {
            return AfterLineEnd(octets, "\r\n"u8, 0);
        }

        if (_head is null && octets.Contains((byte)'\n'))
        {
            var head = MsrpHead.Walk(octets);
            if (head.Close is MsrpHeadClose.Unreadable or MsrpHeadClose.EndLine)
            {
                return head.Close == MsrpHeadClose.EndLine
                    ? AfterLineEnd(octets, "\n"u8, head.End)
                    : AfterLineEnd(octets, "\r\n"u8, 0);
            }

            // The head is walked anew with each arrival until it is whole; the body only once.
            _head = head.Close == MsrpHeadClose.BlankLine ? head : null;
            _resume = head.End;
        }

        return _head is { } whole && MsrpEnd.Find(octets, whole.Start.TransactionId, ref _resume) is { } endLine
            ? endLine.End + 2
            : 0;
    }

    private static int AfterLineEnd(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> lineEnd, int from)
    {
        var at = octets[from..].IndexOf(lineEnd);
        return at < 0 ? 0 : from + at + lineEnd.Length;
    }
}
