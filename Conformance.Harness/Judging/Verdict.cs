namespace Conformance.Harness.Judging;

/// <summary>TTCN-3 order: a verdict may only get worse, so combining two is taking the greater.</summary>
public enum Verdict
{
    None,
    Pass,
    Inconclusive,
    Fail,
    Error,
}

/// <summary>How strongly the specification asks. A failed Should is advice, and fails a run only under --strict.</summary>
public enum Level
{
    Shall,
    Should,
    May,
}
