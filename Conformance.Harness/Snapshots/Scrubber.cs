namespace Conformance.Harness.Snapshots;

/// <summary>
/// Puts tokens for volatile values and keeps identity: the same value gets the same token, so that a value used twice is
/// seen to be the same. One scrubber serves one snapshot. Line order is never touched.
/// </summary>
public sealed class Scrubber
{
    private readonly Dictionary<(string Token, string Value), string> _tokens = [];
    private readonly Dictionary<string, int> _counts = [];

    public string Scrub(string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        return ScrubRule.All.Aggregate(lines, (current, rule) => rule.Pattern.Replace(current, match => TokenFor(rule.Token, match.Value)));
    }

    private string TokenFor(string token, string value)
    {
        if (!_tokens.TryGetValue((token, value), out var known))
        {
            var count = _counts[token] = _counts.GetValueOrDefault(token) + 1;
            known = _tokens[(token, value)] = $"{{{token}-{count}}}";
        }

        return known;
    }
}
