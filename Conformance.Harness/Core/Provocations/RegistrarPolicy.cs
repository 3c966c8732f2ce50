namespace Conformance.Harness.Core.Provocations;

/// <summary>How the registrar challenges and grants.</summary>
public sealed record RegistrarPolicy
{
    /// <summary>
    /// The algorithms with which a REGISTER without valid credentials is challenged, each in a header field of its own and
    /// the one that is preferred on top (RFC 8760 section 2.4); none lets everybody in.
    /// </summary>
    public IReadOnlyList<string> Algorithms { get; init; } = ["MD5"];

    /// <summary>How a REGISTER with valid credentials that asks for a binding is answered, by its number from 1.</summary>
    public Func<int, Grant> Grants { get; init; } = _ => new Grant();
}

/// <summary>How one REGISTER that asks for a binding is answered.</summary>
public sealed record Grant
{
    /// <summary>How long the registrar takes for it.</summary>
    public TimeSpan After { get; init; }

    /// <summary>The shortest time that may be asked for, in seconds; less is refused with 423 (RFC 3261 section 10.3).</summary>
    public long LeastSeconds { get; init; }

    /// <summary>The longest time that is granted, whatever is asked for; null grants what is asked for.</summary>
    public long? MostSeconds { get; init; }

    /// <summary>The users at the core itself through whom later requests are routed (RFC 3608 section 5), before what <see cref="Adds"/> names.</summary>
    public IReadOnlyList<string> ServiceRoute { get; init; } = ["orig"];

    /// <summary>Further header fields of the 200, behind those of every registrar; given the home domain.</summary>
    public Func<string, IReadOnlyList<(string Name, string Value)>> Adds { get; init; } = _ => [];
}
