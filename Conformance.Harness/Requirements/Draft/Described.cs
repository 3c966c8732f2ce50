using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>
/// What the client says that it has stored: an established chat that the suite asked it to describe. Without that
/// question the client's memory cannot be seen, so the question is part of the occasion.
/// </summary>
internal sealed record Described(ChatAttempt Attempt, SipDialog Dialog, UserAction Question)
{
    private Report? Answer => Attempt.Reports.FirstOrDefault(it => it switch
    {
        ChatDescribed said => said.Action == Question.Number,
        Unsupported said => said.Action == Question.Number,
        Refused said => said.Action == Question.Number,
        _ => false,
    });

    /// <summary>The event of the answer, or the question where there is none.</summary>
    public Evidence Evidence => ((TraceEvent?)Attempt.Window.OfType<ClientReport>().FirstOrDefault(it => it.Report == Answer) ?? Question)
        .Event("the client's account of the chat");

    /// <summary>Each question about a chat whose INVITE had been answered with a 2xx before.</summary>
    public static IEnumerable<Described> In(Trace trace) =>
        from attempt in Asks.ToInvite(trace)
        let dialog = attempt.Dialog
        where dialog is not null && !attempt.IsAbandoned
        from question in trace.Actions
        where question.Request is DescribeChat request
            && request.Chat == attempt.Chat
            && question.Number > dialog.Response.Number
            && question.Number <= attempt.LastEvent
        select new Described(attempt, dialog, question);

    /// <summary>What is said of that member of the answer; undecided where the client left it out or gave no answer.</summary>
    public Finding Says(string member, string expected, Func<ChatDescribed, Finding> then) => Answer switch
    {
        ChatDescribed { LeftOut: { } left } when left.Contains(member) => Finding.Undecided(expected, $"the client's account of the chat has no {member}", Evidence),
        ChatDescribed said => then(said),
        Unsupported => Finding.Undecided(expected, "the client cannot be asked what it has stored: it lacks the verb", Evidence),
        Refused said => Finding.Undecided(expected, $"the client did not say what it has stored: {said.Text}", Evidence),
        _ => Finding.Undecided(expected, "the client did not say what it has stored", Evidence),
    };
}
