namespace Conformance.Harness.Wire.Sdp;

/// <summary>
/// The order of the lines (RFC 4566 section 9): v o s i u e p c b, then t with its r lines, z k a; each media section m i c
/// b k a. The lines e= and p= are optional (RFC 3264 section 5). A line out of order does not move the order on.
/// </summary>
internal sealed class SdpOrder
{
    private const string Session = "vosiuepcbtzka";
    private const string Media = "micbka";
    private const string Required = "vost";
    private const string OnceInSession = "vosiuczk";
    private const string OnceInMedia = "ik";

    private readonly HashSet<char> _seen = [];
    private readonly Dictionary<char, int> _places = [];
    private readonly HashSet<char> _missing = [.. Required];
    private bool _isMedia;
    private int _rank;

    public static bool Knows(char type) => type is 'm' or 'r' || Session.Contains(type, StringComparison.Ordinal);

    public Defect? Accept(SdpLine line)
    {
        if (line.Type == 'm')
        {
            MarkPlaces(Session.Length, line.Span.Offset);
            _isMedia = true;
            _rank = 0;
            _seen.Clear();
            return null;
        }

        return _isMedia ? AcceptIn(Media, OnceInMedia, line) : AcceptIn(Session, OnceInSession, line);
    }

    /// <summary>What the session lacks, each where it should have stood.</summary>
    public IEnumerable<Defect> Missing(int end)
    {
        MarkPlaces(Session.Length, end);
        return Required.Where(_missing.Contains).Select(type => new Defect(DefectKind.MissingSdpLine, new(_places[type], 0)));
    }

    private Defect? AcceptIn(string order, string once, SdpLine line)
    {
        // r= belongs to the t= before it and takes its rank.
        var type = line.Type == 'r' && !_isMedia ? 't' : line.Type;
        var rank = order.IndexOf(type, StringComparison.Ordinal);
        if (!_seen.Add(line.Type) && once.Contains(line.Type, StringComparison.Ordinal))
        {
            return new(DefectKind.RepeatedSdpLine, line.Span);
        }

        var belongs = line.Type != 'r' || _seen.Contains('t');
        if (!_isMedia)
        {
            _missing.Remove(line.Type);
            MarkPlaces(rank, line.Span.Offset);
        }

        if (rank < _rank || !belongs)
        {
            return new(DefectKind.SdpLineOutOfOrder, line.Span);
        }

        _rank = rank;
        return null;
    }

    /// <summary>Notes for each line that is due before <paramref name="rank"/> that its place was here at the latest.</summary>
    private void MarkPlaces(int rank, int offset)
    {
        foreach (var type in Required.Where(type => Session.IndexOf(type, StringComparison.Ordinal) < rank))
        {
            _places.TryAdd(type, offset);
        }
    }
}
