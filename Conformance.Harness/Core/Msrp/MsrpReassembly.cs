using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Core.Msrp;

/// <summary>
/// The chunks of the messages of one session (RFC 4975 section 7.3.1): they may come in any order and overlap, and then
/// the last one counts; the one that ends with "$" tells the length.
/// </summary>
internal sealed class MsrpReassembly
{
    /// <summary>The most octets that unfinished messages of a session may take.</summary>
    public const int Limit = 1 << 20;

    private const int MostMessages = 100;
    private readonly Dictionary<string, Partial> _partials = [];

    private int Held => _partials.Values.Sum(it => it.Chunks.Sum(chunk => chunk.Octets.Length));

    /// <summary>Whether the chunk would take more room than there is.</summary>
    public bool IsFull(MsrpMessage chunk) =>
        Start(chunk) + chunk.Body.Length > Limit || Held + chunk.Body.Length > Limit || _partials.Count >= MostMessages;

    /// <summary>Takes a chunk; gives the whole message when this one makes it complete, else null.</summary>
    public byte[]? Take(MsrpMessage chunk)
    {
        var id = chunk.MessageId ?? "";
        if (chunk.ContinuationFlag == '#')
        {
            _partials.Remove(id);
            return null;
        }

        var octets = chunk.Body.Of(chunk.Octets).ToArray();
        var start = (int)Start(chunk);
        if (start == 0 && chunk.ContinuationFlag == '$')
        {
            _partials.Remove(id);
            return octets;
        }

        var partial = _partials.GetValueOrDefault(id) ?? (_partials[id] = new Partial());
        partial.Chunks.Add((start, octets));
        partial.Length ??= chunk.ContinuationFlag == '$' ? start + octets.Length : null;
        if (partial.Whole() is not { } whole)
        {
            return null;
        }

        _partials.Remove(id);
        return whole;
    }

    private static long Start(MsrpMessage chunk) => Math.Max((chunk.ByteRange?.Value?.Start ?? 1) - 1, 0);

    private sealed class Partial
    {
        public List<(int Start, byte[] Octets)> Chunks { get; } = [];

        public int? Length { get; set; }

        public byte[]? Whole()
        {
            if (Length is not { } length || Chunks.Sum(it => it.Octets.Length) < length)
            {
                return null;
            }

            var whole = new byte[length];
            var known = new bool[length];
            foreach (var (start, octets) in Chunks.Where(it => it.Start < length))
            {
                var count = Math.Min(octets.Length, length - start);
                octets.AsSpan(0, count).CopyTo(whole.AsSpan(start));
                known.AsSpan(start, count).Fill(true);
            }

            return known.Contains(false) ? null : whole;
        }
    }
}
