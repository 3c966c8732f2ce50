namespace Conformance.Harness.Driving.Contract;

/// <summary>What came of asking the client for a verb.</summary>
public enum AnswerKind
{
    Done,

    /// <summary>The client says that it failed, with a text.</summary>
    Refused,

    /// <summary>The client lacks the verb.</summary>
    Unsupported,

    /// <summary>The client broke the contract, crashed or fell silent: nothing more can be asked of it.</summary>
    Fault,
}

/// <summary>The answer to a verb; the text is the client's of a refusal, ours of a fault.</summary>
public record Answer(AnswerKind Kind, string Text = "")
{
    public bool IsDone => Kind == AnswerKind.Done;
}

/// <summary>An answer that gives something; the value is there exactly when it is done.</summary>
public sealed record Answer<T>(AnswerKind Kind, T? Value, string Text = "") : Answer(Kind, Text)
    where T : class;

/// <summary>What the client says of itself in its answer to initialize.</summary>
public sealed record ClientIdentity(string Name, string Version, IReadOnlyList<string> Verbs);

/// <summary>The client's own account of a chat; null where nothing is stored, and LeftOut names what the client says nothing of.</summary>
public sealed record ChatDescription(
    string? State,
    string? ImSessionIdentity,
    IReadOnlyList<string>? SupportedMethods,
    IReadOnlyList<string>? Members,
    IReadOnlyList<string> LeftOut);
