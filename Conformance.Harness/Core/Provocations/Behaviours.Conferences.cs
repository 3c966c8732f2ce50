using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core.Provocations;

/// <content>What a conference tells those who have subscribed to its state (RFC 4575, RFC 6665 section 4).</content>
public static partial class Behaviours
{
    private const string Connected = "connected";

    public static readonly Behaviour ConferenceChanges = OfConference("conference-changes", "the conference tells of one who joins, of one who leaves, and of some who have not joined yet",
        new Notification { Users = members => [ConferenceUser.With(Newcomer(members), Connected)] },
        new Notification { Users = members => [new ConferenceUser(members[^1], InfoState.Deleted, [])] },
        new Notification { Users = members => [ConferenceUser.With(Guest(members, "pending"), "pending"), ConferenceUser.With(Guest(members, "dialing"), "dialing-out"), ConferenceUser.With(Guest(members, "gone"), "disconnected")] });

    public static readonly Behaviour ConferenceRepeats = OfConference("conference-repeats", "the conference sends a document of a version that is known, which says that all are gone, and one of a version before that",
        new Notification { Users = members => [ConferenceUser.With(Newcomer(members), Connected)] },
        new Notification { Step = 0, State = InfoState.Full, Users = members => [ConferenceUser.With(members[0], Connected)] },
        new Notification { Step = -1, Users = members => [new ConferenceUser(members[^1], InfoState.Deleted, [])] });

    public static readonly Behaviour ConferenceDetails = OfConference("conference-details", "the conference tells of a user whose device leaves while another stays, and of one whose only device leaves",
        new Notification { Users = members => [new(members[^1], InfoState.Partial, [Device(members[^1], "2", InfoState.Full, Connected), Device(members[^1], "", InfoState.Deleted)])] },
        new Notification { Users = members => [new(members[1], InfoState.Partial, [Device(members[1], "", InfoState.Partial, "disconnected")])] });

    public static readonly Behaviour ConferenceLists = OfConference("conference-lists", "the conference lists all its users in a document of changes, one gone and one new",
        new Notification { UsersState = InfoState.Full, Users = members => [ConferenceUser.With(members[0], Connected), ConferenceUser.With(members[1], Connected), ConferenceUser.With(Newcomer(members), Connected)] });

    public static readonly Behaviour ConferenceGap = OfConference("conference-gap", "the conference leaves a version of its documents out, in which one has left",
        new Notification { IsLost = true, Users = members => [new ConferenceUser(members[^1], InfoState.Deleted, [])] },
        new Notification { Users = members => [ConferenceUser.With(Newcomer(members), Connected)] });

    public static readonly Behaviour ConferenceDeleted = OfConference("conference-deleted", "the conference tells that it is no more",
        new Notification { State = InfoState.Deleted });

    public static readonly Behaviour ConferenceStrays = OfConference("conference-strays", "the conference notifies a subscription that there is not, and from another notifier as well",
        new Notification { IsForNobody = true },
        new Notification { IsForked = true });

    public static readonly Behaviour ConferenceRejects = Ending("rejected");

    public static readonly Behaviour ConferenceHasNoResource = Ending("noresource");

    public static readonly Behaviour ConferenceGivesUp = Ending("giveup", ";retry-after=2");

    public static readonly Behaviour ConferenceDeactivates = Ending("deactivated");

    public static readonly Behaviour ConferenceProbation = Ending("probation", ";retry-after=2");

    public static readonly Behaviour ConferenceNotifiesFirst = new("conference-notifies-first", "the conference notifies before it answers the SUBSCRIBE")
    {
        Conference = new() { NotifiesFirst = true },
    };

    /// <summary>For so long that who believes in it renews it a little after 64*T1, when half of it is over.</summary>
    public static readonly Behaviour ConferenceSilent = new("conference-silent", "the conference takes a subscription for a little more than 128*T1 and notifies of nothing")
    {
        Conference = new() { IsSilent = true, MostSeconds = 4, MostT1 = 128 },
    };

    public static readonly Behaviour ConferenceShort = new("conference-short", "the conference takes subscriptions for 8 seconds, and does not know them any more when they are renewed a second time")
    {
        Conference = new() { MostSeconds = 8, Refreshes = number => number == 2 ? 481 : 200 },
    };

    private static Behaviour OfConference(string name, string purpose, params IReadOnlyList<Notification> then) =>
        new(name, purpose) { Conference = new() { Then = then } };

    private static Behaviour Ending(string reason, string parameters = "") => OfConference(
        $"conference-{reason}",
        $"the conference ends a subscription: {reason}",
        new Notification { State = InfoState.Full, Users = members => [.. members.Select(it => ConferenceUser.With(it, Connected))], Ends = $"terminated;reason={reason}{parameters}" });

    private static ConferenceEndpoint Device(string user, string number, InfoState state, string? status = null) =>
        new(number.Length == 0 ? user : $"{user};device={number}", state, status);

    /// <summary>A user in the domain of the last member who is none of them.</summary>
    private static string Newcomer(IReadOnlyList<string> members) => Guest(members, "newcomer");

    private static string Guest(IReadOnlyList<string> members, string user) => $"sip:{user}@{members[^1].Split('@')[^1]}";
}
