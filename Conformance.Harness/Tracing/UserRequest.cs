namespace Conformance.Harness.Tracing;

/// <summary>A verb of the adapter contract, as the user means it.</summary>
public abstract record UserRequest;

public sealed record Register : UserRequest;

public sealed record Deregister : UserRequest;

/// <summary>Begin a chat; one invitee is a one-to-one chat by the draft's own rule (6.1.3.2.1 item 2).</summary>
public sealed record StartChat(IReadOnlyList<string> Invitees) : UserRequest;

public sealed record SendMessage(string Chat, string ContentType, string Body) : UserRequest;

public sealed record EndChat(string Chat) : UserRequest;

public sealed record SubscribeConference(string Chat) : UserRequest;

public sealed record DescribeChat(string Chat) : UserRequest;
