namespace Conformance.Harness.Tracing;

/// <summary>What the client said. Action is the number of the <see cref="UserAction"/> that is answered.</summary>
public abstract record Report;

/// <summary>The verb was carried out (for startChat see <see cref="ChatStarted"/>).</summary>
public sealed record Done(int Action) : Report;

/// <summary>The attempt has begun under this name.</summary>
public sealed record ChatStarted(int Action, string Chat) : Report;

/// <summary>The client's own account of a chat; null where nothing is stored, and LeftOut names what the client says nothing of.</summary>
public sealed record ChatDescribed(
    int Action,
    string Chat,
    string? State,
    string? ImSessionIdentity,
    IReadOnlyList<string>? SupportedMethods,
    IReadOnlyList<string>? Members,
    IReadOnlyList<string>? LeftOut = null) : Report;

/// <summary>The verb failed, with the client's text.</summary>
public sealed record Refused(int Action, string Text) : Report;

/// <summary>The client lacks the verb (JSON-RPC error -32601).</summary>
public sealed record Unsupported(int Action) : Report;

public sealed record UserNotified(string Kind, string Text) : Report
{
    /// <summary>The kind by which an adapter says that a program behind it has failed, rather than the chat.</summary>
    public const string CommandFailed = "commandFailed";

    /// <summary>The kind by which the user learns that a chat does not come about.</summary>
    public const string ChatFailed = "chatFailed";

    /// <summary>The kind by which the user learns that there are too many.</summary>
    public const string TooManyParticipants = "tooManyParticipants";

    /// <summary>The kind by which the user learns that a message has not arrived.</summary>
    public const string MessageFailed = "messageFailed";

    /// <summary>Whether it says that something has failed; of any other kind nobody knows.</summary>
    public bool IsOfFailure => Kind is CommandFailed or ChatFailed or TooManyParticipants or MessageFailed;
}

public sealed record ChatEstablished(string Chat) : Report;

public sealed record ChatEnded(string Chat) : Report;

public sealed record MessageReceived(string Chat, string ContentType, string Body) : Report;

/// <summary>The client broke the adapter contract, crashed or fell silent: what was seen, with the offending line if there is one.</summary>
public sealed record ClientFault(string Text) : Report;
