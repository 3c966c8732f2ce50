using System.Text;
using Conformance.Harness.Driving.Contract;

namespace Conformance.Harness.Driving.Processes;

/// <summary>Cuts a stream into lines of UTF-8, none longer than a mebibyte. The last line may lack its line end. One may read while another asks for what is unfinished.</summary>
internal sealed class LineReader(Stream stream)
{
    public const int MaximumLength = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _chunk = new byte[8192];
    private readonly List<byte> _line = [];
    private int _begin;
    private int _end;

    /// <summary>What has come of a line that has not ended.</summary>
    public string Unfinished
    {
        get
        {
            lock (_line)
            {
                return Encoding.UTF8.GetString([.. _line]);
            }
        }
    }

    /// <summary>The next line without its line end; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A line is too long, or not UTF-8.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (_begin == _end)
            {
                (_begin, _end) = (0, await stream.ReadAsync(_chunk, cancellation));
                if (_end == 0)
                {
                    return _line.Count > 0 ? Take() : null;
                }
            }

            var length = Array.IndexOf(_chunk, (byte)'\n', _begin, _end - _begin) is >= 0 and var at ? at - _begin : _end - _begin;
            if (_line.Count + length > MaximumLength)
            {
                throw new InvalidDataException($"a line longer than {MaximumLength} octets");
            }

            lock (_line)
            {
                _line.AddRange(_chunk.AsSpan(_begin, length));
            }

            _begin += length;
            if (_begin < _end)
            {
                _begin++;
                return Take();
            }
        }
    }

    private string Take()
    {
        byte[] octets;
        lock (_line)
        {
            octets = [.. _line];
            _line.Clear();
        }

        var length = octets is [.., (byte)'\r'] ? octets.Length - 1 : octets.Length;
        try
        {
            return Strict.GetString(octets, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"a line that is not UTF-8: {ContractReader.Quote(Encoding.UTF8.GetString(octets))}");
        }
    }
}
