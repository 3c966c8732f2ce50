namespace Conformance.Harness.Core.Provocations;

/// <content>How a REGISTER is challenged and granted.</content>
public static partial class Behaviours
{
    /// <summary>The fourth REGISTER waits a second for its answer: time for the user to change his mind.</summary>
    public static readonly Behaviour ShortRegistrations = new(
        "short-registrations",
        "registers for 12 seconds at a time: with a Service-Route, with another, with none, and from then on a second late")
    {
        Registrar = new()
        {
            Grants = number => new Grant
            {
                MostSeconds = 12,
                ServiceRoute = number switch { 1 => ["orig"], 2 => ["orig-again"], _ => [] },
                After = TimeSpan.FromSeconds(number > 3 ? 1 : 0),
            },
        },
    };

    public static readonly Behaviour IntervalTooBrief = new(
        "interval-too-brief",
        "registers for 10 seconds, and from then on for no less than 7200: less is refused with 423 (RFC 3261 section 10.3)")
    {
        Registrar = new() { Grants = number => number == 1 ? new Grant { MostSeconds = 10 } : new Grant { LeastSeconds = 7200 } },
    };

    public static readonly Behaviour Sha256 = new(
        "challenges-with-sha-256",
        "challenges the REGISTER with SHA-256, or with MD5 for whoever does not know that (RFC 8760)")
    {
        Registrar = new() { Algorithms = ["SHA-256", "MD5"] },
    };

    /// <summary>What answers AKA comes out of a key that the suite does not have: such credentials are taken as they are.</summary>
    public static readonly Behaviour Aka = new(
        "challenges-with-aka",
        "challenges the REGISTER with AKAv1-MD5, or with MD5 for whoever has no key for that (RFC 3310)")
    {
        Registrar = new() { Algorithms = ["AKAv1-MD5", "MD5"] },
    };
}
