using System.Globalization;
using System.Text.Json.Nodes;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>
/// 6.1.3.2.1, item 3 d: MAX-ADHOC-GROUP-SIZE. Counted are the distinct addresses on the list other than the user's own
/// (D6), without the user who invites (D4); and "Otherwise, continue" is read as "if exceeded, do not" (D5).
/// </summary>
internal static class MaximumSize
{
    private static readonly Mutant BelievesAHigherMaximum = Provisioned("believes-a-higher-maximum", maximum => maximum + 1000);

    private static readonly Mutant BelievesALowerMaximum = Provisioned("believes-a-lower-maximum", maximum => maximum - 1);

    /// <summary>
    /// Sentence 1. The check itself is the client's own business; what shows is that no list beyond the maximum leaves. That
    /// a client which invites no group at all sends none proves nothing.
    /// </summary>
    public static readonly Requirement ListWithinMaximum = Shall(
        id: "IM-6.1.3.2.1-3d.1",
        quote: "The IM Client SHALL check that the number of Invited IM Users on the URI-list does not exceed the maximum number of Participants allowed in an Ad-hoc IM Group Session as indicated in “MAX-ADHOC-GROUP-SIZE” parameter provisioned for IM Client.",
        when: trace => Asks.AdHocToInvite(trace).Concat(TooLarge(trace)),
        then: attempt => LongestListWithin(attempt, attempt.Maximum()),
        mutants: [BelievesAHigherMaximum],
        given: it => it.AdHoc,
        readings:
        [
            new(
                "D4",
                "the invited users are counted",
                "the inviter is a Participant too and is counted",
                Then: attempt => LongestListWithin(attempt, attempt.Maximum() - 1)),
            new(
                "D6",
                "distinct addresses other than the user's own are counted",
                "every entry of the list is counted",
                Then: attempt => LongestListWithin(attempt, attempt.Maximum(), countsEveryEntry: true)),
        ]);

    /// <summary>Sentence 2.</summary>
    public static readonly Requirement NotifiesTheUser = Should(
        id: "IM-6.1.3.2.1-3d.2",
        quote: "If exceeded, the IM Client SHOULD notify the IM User.",
        when: TooLarge,
        then: Notifies,
        mutants:
        [
            new Mutant("keeps-silent-about-the-maximum", () => new Tamper
            {
                Report = line => line["method"]?.GetValue<string>() == "userNotified" ? [] : [WithoutError(line)],
            }),
        ],
        given: it => it.AdHoc);

    /// <summary>Sentence 3, both halves: within the maximum the rest of the steps follows, beyond it not.</summary>
    public static readonly Requirement ContinuesOnlyWithin = Shall(
        id: "IM-6.1.3.2.1-3d.3",
        quote: "Otherwise, continue with the rest of the steps",
        when: Asks.AdHoc,
        then: attempt => Continues(attempt, attempt.Invited().Count <= attempt.Maximum()),
        mutants: [BelievesAHigherMaximum, BelievesALowerMaximum, InitialInvite.SendsNoInvite],
        given: it => it.AdHoc,
        readings:
        [
            new(
                "D4",
                "the invited users are counted",
                "the inviter is a Participant too and is counted",
                Then: attempt => Continues(attempt, attempt.Invited().Count < attempt.Maximum())),
            new(
                "D5",
                "beyond the maximum no INVITE is sent",
                "nothing forbids the INVITE, the user is only to be told",
                When: it => it.Invited().Count <= it.Maximum()),
            new(
                "D6",
                "distinct addresses other than the user's own are counted",
                "every entry that the user gave is counted",
                Then: attempt => Continues(attempt, attempt.Invitees.Count <= attempt.Maximum())),
        ]);

    private static IEnumerable<ChatAttempt> TooLarge(Trace trace) => Asks.AdHoc(trace).Where(it => it.Invited().Count > it.Maximum());

    private static Finding LongestListWithin(ChatAttempt attempt, int maximum, bool countsEveryEntry = false)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"no list with more than {maximum} invited users");
        var lists = attempt.Invites.SelectMany(it => it.Request.Lists()).Where(it => it.Reading.Value is not null).ToList();
        if (lists.Count == 0)
        {
            return attempt.InitialInvite is null && attempt.Invited().Count > maximum
                ? attempt.HoldsByAbsence(expected, "no list was sent")
                : Finding.Undecided(expected, "no list was sent that could be counted", attempt.Ask.Event("the user's request"));
        }

        var (longest, count) = lists.Select(it => (List: it, Count: countsEveryEntry ? it.Reading.Value!.Entries.Count() : Listed(attempt, it))).MaxBy(it => it.Count);
        return Finding.That(
            count <= maximum,
            expected,
            string.Create(CultureInfo.InvariantCulture, $"a list of {count}"),
            "do not send the INVITE, and tell the user",
            longest.Message.At(longest.Part.Content, "the list"));
    }

    /// <summary>How many users a list names, each once and the user's own address left out (D6).</summary>
    private static int Listed(ChatAttempt attempt, TracedList list) =>
        AddressComparison.Distinct(list.Reading.Value!.Entries.Select(it => it.Uri).OfType<string>().Where(it => !attempt.IsOwn(it))).Count;

    private static Finding Notifies(ChatAttempt attempt)
    {
        var expected = "a notification to the user that the group is too large";
        var told = attempt.Window.OfType<ClientReport>()
            .Where(it => it.Report is UserNotified || (it.Report is Refused refused && refused.Action == attempt.Ask.Number))
            .MinBy(it => it.Report is UserNotified { IsOfFailure: false });
        var ask = attempt.Ask.Event("the user's request");
        return told?.Report switch
        {
            UserNotified { IsOfFailure: false } it => Finding.Undecided(expected, it.Unclear(), told.Event("notification")),
            UserNotified it => Finding.Holds(expected, $"{it.Kind}: {it.Text}", told.Event("notification")),
            Refused it => Finding.Holds(expected, $"the client refused: {it.Text}", told.Event("refusal")),
            _ => attempt.NotDone(attempt.Ask) is { } why
                ? Finding.Undecided(expected, why, ask)
                : Finding.Missing(expected, "the user was told nothing", "notify the user", ask),
        };
    }

    private static Finding Continues(ChatAttempt attempt, bool isWithin)
    {
        if (isWithin)
        {
            return attempt.Invite(it => Finding.Holds("an initial INVITE, since the maximum is not exceeded", "an INVITE", it.At(it.Sip.StartLine, "INVITE")));
        }

        var expected = "no INVITE, since the maximum is exceeded";
        return attempt.InitialInvite is { } invite
            ? Finding.Fails(expected, "an INVITE was sent", "send no INVITE", invite.At(invite.Sip.StartLine, "INVITE"))
            : attempt.HoldsByAbsence(expected, "none was sent");
    }

    /// <summary>The reference client with another maximum than it was provisioned with.</summary>
    private static Mutant Provisioned(string name, Func<int, int> instead) => new(name, () => new Tamper
    {
        Command = line =>
        {
            if (line["params"]?["im"] is { } im && im["maxAdhocGroupSize"] is { } maximum)
            {
                im["maxAdhocGroupSize"] = instead(maximum.GetValue<int>());
            }

            return line;
        },
    });

    /// <summary>An answer that reports no error, for a client that does not tell.</summary>
    private static JsonObject WithoutError(JsonObject line)
    {
        if (line.Remove("error"))
        {
            line["result"] = new JsonObject { ["chat"] = "none" };
        }

        return line;
    }
}
