using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>
/// One user story: what the user asks of a registered client, and when. The script only paces; nothing in it judges. The
/// runner registers before it and deregisters after it.
/// </summary>
/// <param name="Name">What --scenario names: lower case, with hyphens.</param>
/// <param name="Purpose">What the story is about, in one line.</param>
/// <param name="Behaviour">What the core does out of the ordinary.</param>
/// <param name="Script">What the user does.</param>
public sealed record Scenario(string Name, string Purpose, Behaviour Behaviour, Func<ScenarioContext, Task> Script)
{
    /// <summary>Whether what the client declares and was provisioned with makes the story possible.</summary>
    public Func<Provisioning, bool> Given { get; init; } = _ => true;

    /// <summary>
    /// Whether it is about timers of many seconds (RFC 3261 section 17): then most of it is waiting, and it is driven beside
    /// the other scenarios.
    /// </summary>
    public bool IsTimed { get; init; }

    public override string ToString() => Name;
}

/// <summary>A chat that the client has begun, under the client's name for it.</summary>
/// <param name="name">The client's name for it.</param>
/// <param name="ask">The number of the user action that began it.</param>
public sealed class Chat(string name, int ask)
{
    public string Name { get; } = name;

    public int Ask { get; } = ask;

    /// <summary>Whether the invitation was accepted and the session came up, as far as was seen.</summary>
    public bool IsUp { get; internal set; }

    /// <summary>Whether the invitation was refused, or the peer or the client has ended the chat: nothing is left to end.</summary>
    public bool IsOver { get; internal set; }
}
