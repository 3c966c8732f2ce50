namespace Conformance.Harness.Reporting;

/// <summary>What the process says to its caller: a contract.</summary>
public enum ExitCode
{
    Conforming = 0,
    NonConforming = 1,
    Usage = 2,
    NothingProven = 3,
    HarnessError = 4,
    StaleExpectation = 5,
}
