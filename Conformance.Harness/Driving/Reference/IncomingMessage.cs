using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// A message of the peer while its chunks come in, in any order; where they overlap the last one counts. Lengths are
/// those of the payload, whatever Byte-Range claims (RFC 4975 section 7.3.1).
/// </summary>
internal sealed class IncomingMessage
{
    /// <summary>RFC 4975 section 14.5: claimed sizes are not believed.</summary>
    private const long Largest = 1 << 20;

    private readonly List<(int Start, byte[] Octets)> _chunks = [];
    private int? _total;

    /// <summary>Takes a chunk; false when the message gets too large.</summary>
    public bool Add(MsrpMessage chunk)
    {
        var start = Math.Max(1, chunk.ByteRange?.Value?.Start ?? 1) - 1;
        if (start + chunk.Body.Length > Largest)
        {
            return false;
        }

        _chunks.Add(((int)start, chunk.Body.Of(chunk.Octets).ToArray()));
        if (chunk.ContinuationFlag == '$')
        {
            _total = (int)start + chunk.Body.Length;
        }

        return true;
    }

    /// <summary>The whole message; null while octets are missing.</summary>
    public byte[]? Assembled()
    {
        if (_total is not { } total)
        {
            return null;
        }

        var covered = 0;
        foreach (var (start, octets) in _chunks.OrderBy(it => it.Start))
        {
            covered = start > covered ? covered : Math.Max(covered, start + octets.Length);
        }

        if (covered < total)
        {
            return null;
        }

        var body = new byte[Math.Max(total, covered)];
        foreach (var (start, octets) in _chunks)
        {
            octets.CopyTo(body, start);
        }

        return body[..total];
    }
}
