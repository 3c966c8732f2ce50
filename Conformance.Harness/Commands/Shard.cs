using System.Globalization;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Commands;

/// <summary>One of several parts of a run, each of which may be driven somewhere else; 'report' puts them together.</summary>
/// <param name="Index">From 1 to the count.</param>
/// <param name="Count">How many parts there are.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>Reads I/N. An index that counts from 0 serves as well: 0 is the last part.</summary>
    /// <exception cref="UsageException">It is no such thing.</exception>
    public static Shard Parse(string text)
    {
        if (text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count > 0
            && index <= count)
        {
            return new Shard(index == 0 ? count : index, count);
        }

        throw new UsageException($"--shard {text}: must be I/N with I from 1 to N (or from 0 to N-1): 1/4");
    }

    /// <summary>The scenarios of this part: those that take long are dealt out first, so that no part has them all.</summary>
    public IReadOnlyList<Scenario> Select(IReadOnlyList<Scenario> scenarios)
    {
        var mine = scenarios.OrderByDescending(it => it.IsTimed).Where((_, i) => i % Count == Index - 1).ToHashSet();
        return [.. scenarios.Where(mine.Contains)];
    }

    public override string ToString() => $"{Index}/{Count}";
}
