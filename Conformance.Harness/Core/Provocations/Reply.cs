using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <summary>What a reply waits for before its pause begins.</summary>
public enum Gate
{
    /// <summary>Nothing: the reply before it has been sent.</summary>
    Open,

    /// <summary>The ACK to the 2xx of its leg.</summary>
    Acknowledged,

    /// <summary>The PRACK to each reliable response of its leg; there is nothing to wait for where none was sent reliably.</summary>
    Confirmed,
}

/// <summary>One reply to an INVITE.</summary>
/// <param name="StatusCode">100 to 699.</param>
public sealed record Reply(int StatusCode)
{
    public static readonly IReadOnlyList<string> UsualAllow = ["INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, SUBSCRIBE"];

    /// <summary>The leg of a fork that gives it. Each has a To tag, a dialog and an MSRP session of its own.</summary>
    public string Leg { get; init; } = "a";

    public Gate When { get; init; } = Gate.Open;

    /// <summary>The pause before it, since the reply before it or since its gate opened.</summary>
    public TimeSpan After { get; init; }

    /// <summary>How many times T1 the core waits beyond that.</summary>
    public int AfterT1 { get; init; }

    /// <summary>Whether it is the last message of its leg once more, but for its form, whatever state the transaction is in.</summary>
    public bool IsCopy { get; init; }

    /// <summary>Whether it is sent reliably (RFC 3262), if the INVITE lists 100rel. A 100 cannot be, and only says that it is.</summary>
    public bool IsReliable { get; init; }

    /// <summary>By how much its RSeq is above that of the reliable response before it. Only 1 is in order (RFC 3262 section 3).</summary>
    public int SequenceStep { get; init; } = 1;

    /// <summary>Whether it is sent past the transaction, which has its final response already.</summary>
    public bool IsLate { get; init; }

    /// <summary>The Allow rows of a 2xx; none for one without Allow.</summary>
    public IReadOnlyList<string> AllowRows { get; init; } = UsualAllow;

    /// <summary>Whether a reply that makes a dialog carries the Contact that RFC 3261 table 2 demands.</summary>
    public bool HasContact { get; init; } = true;

    /// <summary>Whether its To has a tag, as that of every response but a 100 has to have; what still comes from servers of RFC 2543 has none.</summary>
    public bool HasTag { get; init; } = true;

    /// <summary>Whether it carries the answer to the offer; a 2xx does unless said.</summary>
    public bool HasAnswer { get; init; } = StatusCode is >= 200 and < 300;

    /// <summary>The Contact values of a 3xx, by the Request-URI that was tried and the Contact of the core that leads to the same.</summary>
    public Func<string, string, IReadOnlyList<string>> RedirectsTo { get; init; } = (_, _) => [];

    /// <summary>Further header fields; {core} in a value stands for the address and port of the core.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The last hand on it.</summary>
    public Func<SipMessage, SipMessage> Form { get; init; } = message => message;

    public bool IsFinal => StatusCode >= 200;
}
