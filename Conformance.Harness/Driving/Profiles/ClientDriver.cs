namespace Conformance.Harness.Driving.Profiles;

/// <summary>How a client is driven: driver of the profile.</summary>
public abstract record ClientDriver(string Kind);

/// <summary>A process that speaks the adapter contract on stdin and stdout; a null command is the suite's own client verb.</summary>
public sealed record StdioDriver(IReadOnlyList<string>? Command, IReadOnlyDictionary<string, string> Environment) : ClientDriver("stdio");

/// <summary>The reference client in-process.</summary>
public sealed record BuiltInDriver() : ClientDriver("builtin");

/// <summary>A command line for each verb.</summary>
public sealed record CommandDriver(
    IReadOnlyDictionary<string, IReadOnlyList<string>> Commands,
    IReadOnlyDictionary<string, string> Environment) : ClientDriver("command");

/// <summary>A person at the terminal.</summary>
public sealed record OperatorDriver() : ClientDriver("operator");
