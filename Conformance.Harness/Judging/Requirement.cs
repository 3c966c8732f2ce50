using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>
/// One normative statement: what the text says, when it bites, how to see it, who breaks it. The quote is verbatim for
/// the draft, and in our own words for what the draft pulls in.
/// </summary>
public sealed class Requirement
{
    private Requirement()
    {
    }

    public required string Id { get; init; }

    public required Level Level { get; init; }

    /// <summary>"OMA-IM" for the draft, else "RFC 3261" and so on.</summary>
    public required string Document { get; init; }

    public required string Clause { get; init; }

    public required string Quote { get; init; }

    /// <summary>Whether the client's declaration makes this applicable.</summary>
    public required Func<Declaration, bool> Given { get; init; }

    /// <summary>
    /// Whether the statement binds only a client that does something which it may leave, such as offering preconditions: no
    /// occasion is then None, as for a May that was not used.
    /// </summary>
    public bool IsConditional { get; private init; }

    public required IReadOnlyList<Mutant> Mutants { get; init; }

    /// <summary>The decisions that this requirement's check rests on, for lists: (decision, literal, otherwise).</summary>
    public required IReadOnlyList<(string Decision, string Literal, string Otherwise)> Decisions { get; init; }

    private Func<IReadOnlyList<Trace>, Outcome> Examine { get; init; } = null!;

    /// <summary>
    /// A statement whose occasions each lie within one trace. What a trace showed is kept as long as the trace is, since runs
    /// are judged again as they grow, and mutants of the reference client share most traces with it.
    /// </summary>
    public static Requirement Of<T>(
        Level level,
        string id,
        string quote,
        Func<Trace, IEnumerable<T>> when,
        Func<T, Finding> then,
        IReadOnlyList<Mutant> mutants,
        Func<Declaration, bool>? given = null,
        IReadOnlyList<Interpretation<T>>? readings = null,
        bool conditional = false)
    {
        var nothing = Outcome.Of([], then, readings ?? []);
        var known = new Remembered<Trace, Outcome>(trace => Outcome.Of([.. when(trace).Select(it => (trace, it))], then, readings ?? []));
        return Create(level, id, quote, traces => Outcome.Of([nothing, .. traces.Select(known.Of)]), mutants, given, readings, conditional);
    }

    /// <summary>A statement that compares over several traces, such as uniqueness; each occasion names the trace that its finding belongs to.</summary>
    public static Requirement OfAll<T>(
        Level level,
        string id,
        string quote,
        Func<IReadOnlyList<Trace>, IEnumerable<(Trace Trace, T Occasion)>> when,
        Func<T, Finding> then,
        IReadOnlyList<Mutant> mutants,
        Func<Declaration, bool>? given = null,
        IReadOnlyList<Interpretation<T>>? readings = null,
        bool conditional = false) =>
        Create(level, id, quote, traces => Outcome.Of([.. when(traces)], then, readings ?? []), mutants, given, readings, conditional);

    public static Requirement Shall<T>(
        string id,
        string quote,
        Func<Trace, IEnumerable<T>> when,
        Func<T, Finding> then,
        IReadOnlyList<Mutant> mutants,
        Func<Declaration, bool>? given = null,
        IReadOnlyList<Interpretation<T>>? readings = null,
        bool conditional = false) => Of(Level.Shall, id, quote, when, then, mutants, given, readings, conditional);

    public static Requirement Should<T>(
        string id,
        string quote,
        Func<Trace, IEnumerable<T>> when,
        Func<T, Finding> then,
        IReadOnlyList<Mutant> mutants,
        Func<Declaration, bool>? given = null,
        IReadOnlyList<Interpretation<T>>? readings = null,
        bool conditional = false) => Of(Level.Should, id, quote, when, then, mutants, given, readings, conditional);

    public static Requirement May<T>(
        string id,
        string quote,
        Func<Trace, IEnumerable<T>> when,
        Func<T, Finding> then,
        IReadOnlyList<Mutant> mutants,
        Func<Declaration, bool>? given = null,
        IReadOnlyList<Interpretation<T>>? readings = null,
        bool conditional = false) => Of(Level.May, id, quote, when, then, mutants, given, readings, conditional);

    /// <summary>
    /// No occasion is no pass: a Shall or Should that nothing exercised is Inconclusive, a May that was not used is None,
    /// and so are a conditional one whose condition nobody met and what the declaration leaves out. What is missing from an interrupted scenario is Inconclusive.
    /// </summary>
    /// <param name="traces">What was seen.</param>
    /// <param name="declared">What the client declares; null takes it from the traces.</param>
    public Judgement Judge(IReadOnlyList<Trace> traces, Declaration? declared = null)
    {
        if ((declared ?? traces.FirstOrDefault()?.Provisioning.Declaration) is { } declaration && !Given(declaration))
        {
            return new Judgement(this, Verdict.None, [], []);
        }

        var outcome = Examine(traces);
        var unexercised = Level == Level.May || IsConditional ? Verdict.None : Verdict.Inconclusive;
        return new Judgement(
            this,
            outcome.Findings.Count == 0 ? unexercised : outcome.Findings.Max(it => it.Finding.Verdict),
            outcome.Findings,
            outcome.Readings);
    }

    public override string ToString() => Id;

    private static Requirement Create<T>(
        Level level,
        string id,
        string quote,
        Func<IReadOnlyList<Trace>, Outcome> examine,
        IReadOnlyList<Mutant> mutants,
        Func<Declaration, bool>? given,
        IReadOnlyList<Interpretation<T>>? readings,
        bool conditional)
    {
        var (document, clause) = RequirementId.Split(id);
        return new Requirement
        {
            Id = id,
            Level = level,
            Document = document,
            Clause = clause,
            Quote = quote,
            Given = Applicability.Of(document, given),
            IsConditional = conditional,
            Mutants = mutants,
            Decisions = [.. (readings ?? []).Select(it => (it.Decision, it.Literal, it.Otherwise))],
            Examine = examine,
        };
    }
}
