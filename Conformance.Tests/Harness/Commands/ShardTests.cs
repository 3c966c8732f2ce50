using Conformance.Harness.Commands;
using Conformance.Harness.Scenarios;

namespace Conformance.Tests.Harness.Commands;

/// <summary>Parts of a run: each scenario in one of them.</summary>
public class ShardTests
{
    [TestCase("1/4", 1, 4)]
    [TestCase("4/4", 4, 4)]
    [TestCase("0/4", 4, 4)]
    [TestCase("1/1", 1, 1)]
    public void Text_is_read(string text, int index, int count) => Assert.That(Shard.Parse(text), Is.EqualTo(new Shard(index, count)));

    [TestCase("")]
    [TestCase("1")]
    [TestCase("5/4")]
    [TestCase("-1/4")]
    [TestCase("0/0")]
    [TestCase("1/4/2")]
    [TestCase("one/four")]
    public void Other_text_is_refused(string text) => Assert.That(
        Assert.Throws<UsageException>(() => Shard.Parse(text))!.Message,
        Is.EqualTo($"--shard {text}: must be I/N with I from 1 to N (or from 0 to N-1): 1/4"));

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(7)]
    [TestCase(100)]
    public void Each_scenario_is_in_one_part_and_what_takes_long_is_spread(int count)
    {
        var parts = Enumerable.Range(1, count).Select(it => new Shard(it, count).Select(ScenarioCatalogue.All)).ToList();

        Assert.That(parts.SelectMany(it => it), Is.EquivalentTo(ScenarioCatalogue.All));
        Assert.That(parts.Max(it => it.Count(scenario => scenario.IsTimed)) - parts.Min(it => it.Count(scenario => scenario.IsTimed)), Is.LessThanOrEqualTo(1));
        Assert.That(parts.Max(it => it.Count) - parts.Min(it => it.Count), Is.LessThanOrEqualTo(1));
    }
}
