using Conformance.Harness.Judging;

namespace Conformance.Tests.Requirements;

/// <summary>One edit of a message of the right client, the requirement that it breaks, and the octets that show it.</summary>
public abstract class BrokenClientTests
{
    protected static void Breaks(string id, string label, string old, string instead, string evidence)
    {
        var (judgement, trace) = new ChatTrace().Edit(label, old, instead).Judge(id);
        var failures = judgement.Findings.Select(it => it.Finding).Where(it => it.Verdict == Verdict.Fail).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
            Assert.That(failures.Select(it => ChatTrace.EvidenceText(it, trace).Trim('\r', '\n')), Has.Some.StartsWith(evidence));
            Assert.That(failures.Select(it => it.Mend), Has.All.Not.Empty);
        });
    }
}
