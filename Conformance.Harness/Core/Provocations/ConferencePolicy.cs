using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core.Provocations;

/// <summary>How the focus of a conference serves a subscription to its state (RFC 4575).</summary>
public sealed record ConferencePolicy
{
    /// <summary>The longest time that is granted, in seconds.</summary>
    public int MostSeconds { get; init; } = 3600;

    /// <summary>How many times T1 it grants beyond that.</summary>
    public int MostT1 { get; init; }

    /// <summary>Whether the first notification goes out before the 200 to the SUBSCRIBE (RFC 6665 section 4.1.2.4).</summary>
    public bool NotifiesFirst { get; init; }

    /// <summary>Whether no notification ever comes.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The status of the response to a SUBSCRIBE within the first subscription, by its number from 1; one for its end is always taken.</summary>
    public Func<int, int> Refreshes { get; init; } = _ => 200;

    /// <summary>
    /// What is notified after the first, full one; each waits for the response to the one before. Only the first subscription
    /// to a conference is told this: one that is made again finds the conference quiet.
    /// </summary>
    public IReadOnlyList<Notification> Then { get; init; } = [];
}

/// <summary>One notification of a conference's state.</summary>
public sealed record Notification
{
    /// <summary>The pause before it.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMilliseconds(300);

    public InfoState State { get; init; } = InfoState.Partial;

    /// <summary>How much its list of users tells; null for as much as the document.</summary>
    public InfoState? UsersState { get; init; }

    /// <summary>How far its version is above the last: 1 for the next, 0 for the same again, less for an older one. Only the next one is true.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Whether it never reaches the client, which finds a gap behind it.</summary>
    public bool IsLost { get; init; }

    /// <summary>The users that it tells of, by the members of the conference (the client's own user first).</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<ConferenceUser>> Users { get; init; } = _ => [];

    /// <summary>The Subscription-State when it is over; null for one that goes on.</summary>
    public string? Ends { get; init; }

    /// <summary>Whether its To tag is that of no subscription.</summary>
    public bool IsForNobody { get; init; }

    /// <summary>Whether it comes from another notifier, as if the SUBSCRIBE had been forked.</summary>
    public bool IsForked { get; init; }
}
