using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>The words of checks on what came of a user's request for a chat.</summary>
public static class ExpectChat
{
    /// <summary>
    /// Judges the first initial INVITE of the attempt. None sent fails, by absence; but not where the client said that it
    /// cannot do or did not do what the user asked, for then the request never came about.
    /// </summary>
    public static Finding Invite(this ChatAttempt attempt, Func<WireMessage, Finding> then) =>
        attempt.InitialInvite is { } invite ? then(invite) : attempt.NoInvite();

    /// <summary>What to say of an attempt without an initial INVITE where there should be one.</summary>
    public static Finding NoInvite(this ChatAttempt attempt)
    {
        var expected = $"an initial INVITE after the user asked for a chat with {string.Join(", ", attempt.Invitees)}";
        var evidence = attempt.Ask.Event("the user's request, and nothing like it until the next one");
        if (attempt.NotDone(attempt.Ask) is { } why)
        {
            return Finding.Undecided(expected, why, evidence);
        }

        var isOver = attempt.Chat is { } chat && attempt.Window.OfType<ClientReport>().Any(it => it.Report is ChatEnded ended && ended.Chat == chat);
        var observed = isOver ? "no initial INVITE was sent, and the client said that the chat is over" : "no initial INVITE was sent";
        const string Mend = "send an initial INVITE";
        return attempt.Window.OfType<ClientReport>().Where(it => it.Report is UserNotified).MaxBy(it => ((UserNotified)it.Report).IsOfFailure) is not { Report: UserNotified told } report
            ? Finding.Missing(expected, observed, Mend, evidence)
            : told.Kind == UserNotified.CommandFailed
            ? Finding.Undecided(expected, $"the client's command failed: {told.Text}", evidence, report.Event("what it told"))
            : Finding.Missing(expected, $"{observed}; the client told its user: {told.Kind}: {told.Text}", Mend, evidence, report.Event("what it told"));
    }

    /// <summary>Holds since nothing of the kind followed: which a lacking verb or an interrupted scenario does not show.</summary>
    public static Finding HoldsByAbsence(this ChatAttempt attempt, string expected, string observed)
    {
        var evidence = attempt.Ask.Event("the user's request, and nothing of the kind until the next one");
        return attempt switch
        {
            { Trace.Interruption: { } why } => Finding.Undecided(expected, $"the scenario was cut short: {why}", evidence),
            _ when attempt.Trace.Reports.OfType<Unsupported>().Any(it => it.Action == attempt.Ask.Number) =>
                Finding.Undecided(expected, "the client lacks the verb", evidence),
            _ => Finding.Holds(expected, observed, evidence),
        };
    }

    /// <summary>Why the first notification among these proves nothing, for who has found none of a kind that it knows; null where there is none.</summary>
    public static string? Unclear(this IEnumerable<TraceEvent> events) =>
        events.OfType<ClientReport>().Select(it => it.Report).OfType<UserNotified>().FirstOrDefault()?.Unclear();

    /// <summary>Why a notification proves nothing whose kind the adapter contract does not know.</summary>
    public static string Unclear(this UserNotified told) => $"the client told its user {told.Kind}: {told.Text}, and the adapter contract does not know that kind";

    /// <summary>Why a user's request did not come about, in words; null when the client did not say so.</summary>
    public static string? NotDone(this ChatAttempt attempt, UserAction action) =>
        attempt.Trace.Reports.Select(report => report switch
        {
            Unsupported it when it.Action == action.Number => "the client lacks the verb",
            Refused it when it.Action == action.Number => $"the client refused: {it.Text}",
            _ => null,
        }).FirstOrDefault(it => it is not null);
}
