namespace Conformance.Harness.Commands;

/// <summary>The command line asks for what cannot be done: one line that says what is wrong, where, and the mend.</summary>
public sealed class UsageException(string message) : Exception(message);
