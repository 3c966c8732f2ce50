using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>
/// RFC 3261 section 17.1: the timers of client transactions over UDP. T1 is taken from the client's first repetition, since
/// section 17.1.1.1 lets it be longer than 500 ms, or shorter where the client's profile says so. What is timed may be off by a fifth and 150 ms, and half a second late: a busy machine.
/// </summary>
public static class Section17Timers
{
    /// <summary>The longest interval between the copies of a request that is no INVITE (section 17.1.2.2).</summary>
    private static readonly TimeSpan T2 = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(150);

    /// <summary>How late a single message may be on its way.</summary>
    private static readonly TimeSpan Late = ExpectDialog.Transit;

    private static readonly TimeSpan DoubledWithin = TimeSpan.FromMilliseconds(100);

    /// <summary>Section 17.1.1.2, Timer A. A client that sends over TCP repeats nothing, so there is nothing to judge.</summary>
    public static readonly Requirement RepeatsInvite = Shall(
        id: "RFC3261-17.1.1.2-1",
        quote: "Over UDP an INVITE without response is sent again after T1, and then at intervals that double.",
        when: trace => Unanswered(trace).Where(it => it.Method == "INVITE"),
        then: it => IsRepeated(it, TimeSpan.MaxValue),
        mutants:
        [
            new Mutant("never-repeats-its-invite", () => DropsCopies("INVITE", _ => true)),
            new Mutant("leaves-out-a-repetition-of-its-invite", () => DropsCopies("INVITE", copy => copy == 2)),
        ],
        conditional: true);

    /// <summary>Section 17.1.1.2, Timer B.</summary>
    public static readonly Requirement GivesInviteUp = Shall(
        id: "RFC3261-17.1.1.2-2",
        quote: "64*T1 after an INVITE that nobody answered it is not sent any more, and nothing is acknowledged.",
        when: trace => Unanswered(trace).Where(it => it.Method == "INVITE" && LastsLonger(trace, it)),
        then: HasEnded,
        mutants: [new Mutant("comes-back-to-an-invite-that-timed-out", ComesBack)],
        conditional: true);

    /// <summary>Section 8.1.3.1. How the client says so is its own: a notification, the end of the chat, or its state when asked.</summary>
    public static readonly Requirement TellsOfTimeout = Shall(
        id: "RFC3261-8.1.3.1-1",
        quote: "A request that timed out counts as answered with 408: the attempt has failed.",
        when: trace => trace.Attempts().Where(attempt => attempt.Invites.Count > 0
            && attempt.Invites.All(it => it.Responses.Count == 0)
            && LastsLonger(trace, attempt.Invites[^1])),
        then: SaysThatItFailed,
        mutants: [new Mutant("goes-on-inviting-for-ever", GoesOnInviting)]);

    /// <summary>Section 17.1.1.2, Timer D; over TCP the copies are not for the transaction any more.</summary>
    public static readonly Requirement AcknowledgesRefusalAgain = Shall(
        id: "RFC3261-17.1.1.2-4",
        quote: "Over UDP each copy of a final response other than 2xx is acknowledged again.",
        when: trace => trace.ClientTransactions().Where(it => it.Method == "INVITE"
            && it.Request.Transport == Transport.Udp
            && it.FinalResponse is { Sip.StatusCode: >= 300 }
            && Refusals(it).Count > 1),
        then: it =>
        {
            var refusals = Refusals(it);
            return it.Trace.AcknowledgesEach(refusals, [.. it.Acks.Where(ack => ack.Number > refusals[0].Number)]);
        },
        mutants: [new Mutant("acknowledges-a-refusal-only-once", () => DropsCopies("ACK", _ => true))],
        conditional: true);

    /// <summary>Section 17.1.2.2, Timers E and F.</summary>
    public static readonly Requirement RepeatsOthers = Shall(
        id: "RFC3261-17.1.2.2-1",
        quote: "Over UDP another request without response is sent again after T1, and then at intervals that double up to T2.",
        when: trace => Unanswered(trace).Where(it => it.Method is not ("INVITE" or "CANCEL")),
        then: it => IsRepeated(it, T2),
        mutants:
        [
            new Mutant("never-repeats-its-bye", () => DropsCopies("BYE", _ => true)),
            new Mutant("leaves-out-a-repetition-of-its-bye", () => DropsCopies("BYE", copy => copy == 2)),
        ],
        conditional: true);

    private static IEnumerable<SipTransaction> Unanswered(Trace trace) => trace.ClientTransactions()
        .Where(it => it.Request.Transport == Transport.Udp && it.Responses.Count == 0 && trace.Events[^1].At - it.Request.At > OneAndMore(trace));

    /// <summary>When the first repetition has surely come.</summary>
    private static TimeSpan OneAndMore(Trace trace) => (1.2 * T1(trace)) + Slack + Late;

    private static TimeSpan T1(Trace trace) => trace.Provisioning.Timers.T1;

    private static List<WireMessage> Refusals(SipTransaction invite) => [.. invite.Responses.Where(it => it.Sip.StatusCode == invite.FinalResponse!.Sip.StatusCode)];

    private static bool LastsLonger(Trace trace, SipTransaction it) => trace.Events[^1].At - it.Request.At > trace.TransactionTimeout() + TimeSpan.FromSeconds(2);

    private static Finding IsRepeated(SipTransaction it, TimeSpan cap)
    {
        var expected = $"the {it.Request.Title()} again after T1, then at doubling intervals{(cap < TimeSpan.MaxValue ? " up to T2" : "")}";
        var copies = Apart(it);
        if (copies.Count == 0)
        {
            return it.Trace.NeverCame(it.Request, OneAndMore(it.Trace), expected, "never again", "send it again until a response comes", it.Request.StartLine());
        }

        // A copy on the heels of another is one that the network has doubled, or one that came late with the one before.
        List<WireMessage> sent = [it.Request, .. copies];
        var schedules = new[] { sent, [it.Request, .. it.Copies] }.SelectMany(all => Schedules(all, T1(it.Trace), cap)).ToList();
        var schedule = schedules.FirstOrDefault(kept => kept.Off is null) ?? schedules[0];
        if (schedule.Off is { } off)
        {
            return Finding.Fails(expected, $"after {Words(sent[off].At - sent[off - 1].At)} in place of {Words(schedule.Wanted)}", "keep to Timer A and E", sent[off].StartLine(), sent[off - 1].StartLine());
        }

        var wanted = schedule.Wanted;
        var isSeenToItsEnd = it.Trace.Events[^1].At > sent[^1].At + (wanted * 1.2) + Slack + Late;
        return !isSeenToItsEnd || sent[^1].At + wanted > sent[0].At + it.Trace.TransactionTimeout()
            ? Finding.Holds(expected, string.Create(CultureInfo.InvariantCulture, $"{copies.Count} copies in their time"), sent[^1].StartLine(), sent[0].StartLine())
            : Finding.Missing(expected, string.Create(CultureInfo.InvariantCulture, $"{copies.Count} copies and no more"), "go on for 64*T1", sent[^1].StartLine());
    }

    /// <summary>The client's T1 shows in its first repetition, unless just that one, or the one before, was late on its way.</summary>
    private static IEnumerable<Schedule> Schedules(List<WireMessage> sent, TimeSpan t1, TimeSpan cap)
    {
        var shown = sent[1].At - sent[0].At;
        var least = Later((0.8 * t1) - Slack, t1 / 2);
        return [.. shown < least ? Enumerable.Empty<Schedule>() : [Schedule.Of(sent, shown, cap)], Schedule.Of(sent, t1, cap)];
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>How copies keep to intervals that double from T1 up to a cap.</summary>
    /// <param name="Off">Which of the messages is too early or too late, 0 being the request; null for none.</param>
    /// <param name="Wanted">The interval that it should have kept, or that the next one has to.</param>
    private sealed record Schedule(int? Off, TimeSpan Wanted)
    {
        /// <summary>
        /// One that is late on its way makes the interval before it longer and the one behind it shorter; one whose timer fired
        /// late moves all that follow. Both are let pass: when the timer began is known only from-to.
        /// </summary>
        public static Schedule Of(List<WireMessage> sent, TimeSpan t1, TimeSpan cap)
        {
            var wanted = t1;
            var (earliest, latest) = (sent[0].At - Late, sent[0].At);
            for (var i = 1; i < sent.Count; i++)
            {
                var at = sent[i].At;
                var lateness = (0.2 * wanted) + Slack + Late;
                if (at - earliest < wanted * 0.8 - Slack || at - latest > wanted + lateness)
                {
                    return new Schedule(i, wanted);
                }

                (earliest, latest) = (Later(earliest + wanted, at - lateness), at);
                wanted = 2 * wanted < cap ? 2 * wanted : cap;
            }

            return new Schedule(null, wanted);
        }
    }

    /// <summary>The copies but those that come on the heels of another: the network may double a datagram.</summary>
    private static List<WireMessage> Apart(SipTransaction it)
    {
        var last = it.Request.At;
        var apart = new List<WireMessage>();
        foreach (var copy in it.Copies.Where(copy => copy.At - last > DoubledWithin))
        {
            apart.Add(copy);
            last = copy.At;
        }

        return apart;
    }

    private static string Words(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    private static Finding HasEnded(SipTransaction it)
    {
        var t1 = Apart(it) is [var first, ..] && first.At - it.Request.At is var gap && gap > T1(it.Trace) ? gap : T1(it.Trace);
        var end = it.Request.At + 64 * t1 + TimeSpan.FromSeconds(2);
        var late = it.Copies.Concat(it.Acks).FirstOrDefault(message => message.At > end) ?? it.Acks.FirstOrDefault();
        return Finding.That(
            late is null,
            "neither INVITE nor ACK after 64*T1 without response",
            late is null ? "none" : $"{late.Title()} after {Words(late.At - it.Request.At)}",
            "end the transaction when Timer B fires",
            late?.StartLine() ?? it.Request.StartLine(),
            it.Request.StartLine());
    }

    private static Finding SaysThatItFailed(ChatAttempt attempt)
    {
        const string Expected = "a chat that has failed, since nobody answered its INVITE";
        var evidence = attempt.Invites[^1].Request.StartLine();
        var state = attempt.Description?.State;
        var isTold = attempt.Reports.Any(it => it is UserNotified { IsOfFailure: true } || (it is ChatEnded ended && ended.Chat == attempt.Chat));
        return state is "up" or "inviting" ? Finding.Fails(Expected, $"its state is {state}", "take a time-out as a failure", evidence)
            : isTold || state is "failed" or "ended" ? Finding.Holds(Expected, state ?? "the user was told", evidence)
            : Finding.Undecided(Expected, attempt.Window.Unclear() ?? "the client says nothing of its chats", evidence);
    }

    /// <summary>Drops copies of a request: those whose count, from 1, is meant.</summary>
    private static Tamper DropsCopies(string method, Func<int, bool> which)
    {
        var copies = new Dictionary<string, int>();
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip.Method != method)
                {
                    return [it];
                }

                var branch = it.Sip.Vias.Count > 0 ? it.Sip.Vias[0].Value?.Branch ?? "" : "";
                var copy = copies[branch] = copies.GetValueOrDefault(branch, -1) + 1;
                return copy > 0 && which(copy) ? [] : [it];
            },
        };
    }

    private static Tamper ComesBack()
    {
        Outgoing? invite = null;
        return new Tamper
        {
            Send = it =>
            {
                var method = it.Protocol == WireProtocol.Sip ? it.Sip.Method : "";
                var again = method == "REGISTER" ? invite : null;
                invite = method == "INVITE" ? it : method == "REGISTER" ? null : invite;
                return again is null ? [it] : [again, it];
            },
        };
    }

    private static Tamper GoesOnInviting() => new()
    {
        Report = line =>
        {
            if (line["result"]?["state"]?.GetValue<string>() == "failed")
            {
                line["result"]!["state"] = "inviting";
            }

            return line["method"]?.GetValue<string>() is "userNotified" or "chatEnded" ? [] : [line];
        },
    };
}
