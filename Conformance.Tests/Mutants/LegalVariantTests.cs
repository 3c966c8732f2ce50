using System.Collections.Concurrent;
using System.Reflection;
using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The opposite of the kill matrix: conformant deviations of the reference client, each through every scenario. No
/// requirement may fail for one, nor lose the verdict that the undeviating client gets.
/// </summary>
public class LegalVariantTests
{
    private static readonly ConcurrentDictionary<string, Lazy<(RecordedSuite Suite, Dictionary<string, Verdict> Verdicts)>> Baselines = new();

    private static IEnumerable<TestCaseData> Variants => Families()
        .SelectMany(family => family.Variants.Select(it => new TestCaseData(it).SetArgDisplayNames($"{family.Name}/{it.Name}").SetCategory(it.Source)));

    /// <summary>Every variant there is.</summary>
    internal static IEnumerable<LegalVariant> All => Families().SelectMany(it => it.Variants);

    /// <summary>The variant through these scenarios, or its own.</summary>
    internal static IReadOnlyList<ScenarioRun> Drive(LegalVariant variant, IReadOnlyList<Scenario> scenarios) =>
        MemorySuite.Run(variant.Create, variant.Scenarios ?? scenarios, 1, variant.Transport, RecordedSuite.Everything, variant.Environment);

    [TestCaseSource(nameof(Variants))]
    public void Legal_variant_raises_no_alarm(LegalVariant variant)
    {
        var deviations = 0;
        var runs = Drive(variant, () => Counting(variant.Create(), () => deviations++)).Where(it => !variant.Unsuited.Contains(it.Scenario.Name)).ToList();
        var judged = Judged(runs.Traces());

        Assert.Multiple(() =>
        {
            Assert.That(deviations > 0 || variant.Create == LegalTransports.AsItIs, "nothing that the client sends is another for it");
            Assert.That(runs.Where(it => it.Outcome.Kind != OutcomeKind.Completed).Select(it => $"{it.Scenario}: {it.Outcome.Reason}"), Is.Empty);
            Assert.That(judged.SelectMany(it => Alarms(variant, it)), Is.Empty);
        });
    }

    [Test]
    public void Variants_have_names_of_their_own() =>
        Assert.That(All.Select(it => it.Name), Is.Unique);

    /// <summary>Every static list of variants in this namespace: no list to keep in step.</summary>
    private static IEnumerable<(string Name, IReadOnlyList<LegalVariant> Variants)> Families() => typeof(LegalVariant).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(LegalVariant).Namespace)
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
        .Where(field => field.FieldType == typeof(IReadOnlyList<LegalVariant>))
        .Select(field => (field.DeclaringType!.Name, (IReadOnlyList<LegalVariant>)field.GetValue(null)!));

    private static IEnumerable<string> Alarms(LegalVariant variant, Judgement judgement)
    {
        var baseline = Baseline(variant.Transport).Verdicts[judgement.Requirement.Id];
        var isAsGood = judgement.Verdict <= baseline || judgement.Verdict == Verdict.Pass;
        var isWithoutOccasion = judgement.Verdict == Verdict.Inconclusive && (variant.Scenarios is not null || variant.Unsuited.Count > 0);
        return isAsGood || isWithoutOccasion
            ? []
            : judgement.Findings
                .Where(it => it.Finding.Verdict == judgement.Verdict)
                .Take(2)
                .Select(it => $"{judgement.Requirement.Id} {it.Finding.Verdict} in {it.Scenario}: expected {it.Finding.Expected}, observed {it.Finding.Observed}")
                .DefaultIfEmpty($"{judgement.Requirement.Id} {judgement.Verdict} without findings");
    }

    private static IReadOnlyList<ScenarioRun> Drive(LegalVariant variant, Func<Tamper> tamper) => variant is { Scenarios: null, Environment: null }
        ? Baseline(variant.Transport).Suite.Drive(tamper)
        : MemorySuite.Run(tamper, variant.Scenarios ?? ScenarioCatalogue.All, 1, variant.Transport, RecordedSuite.Everything, variant.Environment);

    /// <summary>The undeviating client over that transport, and the verdicts that it gets.</summary>
    private static (RecordedSuite Suite, Dictionary<string, Verdict> Verdicts) Baseline(string transport) => Baselines.GetOrAdd(
        transport,
        _ => new Lazy<(RecordedSuite Suite, Dictionary<string, Verdict> Verdicts)>(() =>
        {
            var suite = transport == "udp" ? ReferenceRun.Suite : new RecordedSuite(ScenarioCatalogue.All, transport: transport);
            return (suite, Judged(suite.Runs.Traces()).ToDictionary(it => it.Requirement.Id, it => it.Verdict));
        })).Value;

    private static IReadOnlyList<Judgement> Judged(IReadOnlyList<Trace> traces) => Judge.All(Catalogue.Requirements, traces);

    /// <summary>A request that the variant makes too large for a datagram goes over TCP, as the client would have sent it (RFC 3261 section 18.1.1).</summary>
    private static Outgoing Carried(Outgoing sent, Outgoing own) =>
        sent is { Protocol: WireProtocol.Sip, Transport: Transport.Udp, Octets.Length: > 1300 } && own.Octets.Length <= 1300 && sent.Sip.IsRequest
            ? sent with { Transport = Transport.Tcp, Octets = Texts.Edited(sent.Octets, text => text.Replace("/UDP ", "/TCP ", StringComparison.Ordinal)) }
            : sent;

    /// <summary>Tells of each message that leaves the client in another form than it was to have.</summary>
    private static Tamper Counting(Tamper tamper, Action deviated) => tamper with
    {
        Send = it =>
        {
            var sent = tamper.Send(it).Select(outgoing => Carried(outgoing, it)).ToList();
            if (sent.Count != 1 || !sent[0].Octets.Span.SequenceEqual(it.Octets.Span))
            {
                deviated();
            }

            return sent;
        },
    };
}
