using System.Text;

namespace Conformance.Harness.Driving.Processes;

/// <summary>Copies a client's stderr to a file, the first 16 MiB of it, and remembers its last line.</summary>
internal sealed class StderrLog(string? path)
{
    /// <summary>Of a longer line, the end is kept.</summary>
    private const int Remembered = 500;

    /// <summary>A client that never stops is not kept whole, in octets.</summary>
    private const int MostKept = 16 << 20;

    private readonly List<byte> _tail = [];

    /// <summary>The last line that is not empty; null when there is none.</summary>
    public string? LastLine
    {
        get
        {
            lock (_tail)
            {
                return Encoding.UTF8.GetString([.. _tail])
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .LastOrDefault();
            }
        }
    }

    public async Task CopyAsync(Stream from, CancellationToken cancellation)
    {
        using var file = path is null ? Stream.Null : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        var chunk = new byte[4096];
        var kept = 0;
        try
        {
            while (await from.ReadAsync(chunk, cancellation) is > 0 and var count)
            {
                if (kept < MostKept)
                {
                    await file.WriteAsync(chunk.AsMemory(0, count), cancellation);
                    await file.FlushAsync(cancellation);
                    kept += count;
                }

                Remember(chunk.AsSpan(0, count));
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The process has ended, or the run has no more use for it.
        }
    }

    private void Remember(ReadOnlySpan<byte> octets)
    {
        lock (_tail)
        {
            _tail.AddRange(octets);
            if (_tail.Count > Remembered)
            {
                _tail.RemoveRange(0, _tail.Count - Remembered);
            }
        }
    }
}
