using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Tests.Harness.Scenarios;

/// <summary>Each story, told with the reference client in memory.</summary>
public sealed class ScenarioTests
{
    public static IReadOnlyList<string> Names { get; } = [.. ScenarioCatalogue.All.Select(it => it.Name)];

    private static IEnumerable<string> NamesWithoutLostByes => Names.Where(it => it != "bye-lost");

    /// <summary>Whose user writes what the peer does not want, which the client declines to send.</summary>
    private static readonly string[] DeclinedMessages = ["messages-refused", "msrp-answers-odd"];

    [Test]
    public void Names_are_unique_and_globs_can_match_them()
    {
        Assert.That(Names, Is.Unique);
        Assert.That(Names, Has.All.Match("^[a-z]+(-[a-z]+)+$"));
    }

    [TestCaseSource(nameof(Names))]
    public void Scenario_is_driven_to_its_end_with_the_reference_client(string name)
    {
        var run = Run(name);

        Assert.That(run.Outcome, Is.EqualTo(ScenarioOutcome.Completed), run.Outcome.Problem?.ToString());
        Assert.That(run.Trace.Reports.Where(it => it is Unsupported or ClientFault), Is.Empty);
        Assert.That(run.Duration, run.Scenario.IsTimed ? Is.LessThan(TimeSpan.FromSeconds(40)) : Is.LessThan(TimeSpan.FromSeconds(5)), "no wait came to its limit");
    }

    /// <summary>A chat whose BYE is lost is over only when that times out.</summary>
    [TestCaseSource(nameof(NamesWithoutLostByes))]
    public void Chats_of_a_scenario_are_described_and_over_at_its_end(string name)
    {
        var trace = Run(name).Trace;

        var chats = trace.Reports.OfType<ChatStarted>().Select(it => it.Chat).ToList();
        Assert.That(trace.Actions.Select(it => it.Request).OfType<DescribeChat>().Select(it => it.Chat).Distinct(), Is.EqualTo(chats));
        Assert.That(
            trace.Events.TakeWhile(it => it is not UserAction { Request: Deregister }).OfType<ClientReport>().Select(it => it.Report).OfType<ChatEnded>(),
            Has.Exactly(trace.Transactions().Where(it => it.Method == "INVITE").DistinctBy(it => it.Request.Sip.CallId).Count()).Items);
        Assert.That(trace.Reports.OfType<Refused>(), Is.Empty.Or.Matches<IEnumerable<Refused>>(_ => DeclinedMessages.Contains(name)));
    }

    [TestCase("one-to-one-chat", 1, 200)]
    [TestCase("one-to-one-chat-peer-ends", 1, 200)]
    [TestCase("ad-hoc-chat-one-invitee", 1, 200)]
    [TestCase("ad-hoc-chat-two-users", 2, 200)]
    [TestCase("ad-hoc-chat-three-users", 3, 200)]
    [TestCase("ad-hoc-chat-maximum", 5, 200)]
    [TestCase("unusual-addresses", 3, 200)]
    [TestCase("unusual-address-one-to-one", 1, 200)]
    [TestCase("answer-without-allow", 1, 200)]
    [TestCase("answer-with-several-allow-rows", 1, 200)]
    [TestCase("answer-without-contact", 1, 200)]
    [TestCase("invitation-refused", 1, 486)]
    [TestCase("ad-hoc-invitation-refused", 2, 486)]
    public void Invitation_goes_to_so_many_and_is_answered_so(string name, int invitees, int status)
    {
        var attempt = Run(name).Trace.Attempts().Single();

        Assert.That(attempt.Invitees, Has.Count.EqualTo(invitees));
        Assert.That(attempt.Invites.Single().FinalResponse?.Sip.StatusCode, Is.EqualTo(status));
    }

    [Test]
    public void Texts_go_both_ways_in_a_one_to_one_chat()
    {
        var session = Run("one-to-one-chat").Trace.Attempts().Single().Session()!;

        var sent = session.Attempt.Trace.Actions.Select(it => it.Request).OfType<SendMessage>().Select(it => it.Body).ToList();
        var received = session.Attempt.Reports.OfType<MessageReceived>().Select(it => it.Body).ToList();
        Assert.That(received, Is.SupersetOf(sent.Select(it => "echo: " + it).Append("Hello, Alice")));
        Assert.That(sent, Has.Some.Matches<string>(it => it.Length > 2048));
        Assert.That(sent, Has.Some.Matches<string>(it => it.Any(letter => letter > 127)));
    }

    [Test]
    public void Peer_ends_the_chat_with_a_bye_that_is_answered()
    {
        var trace = Run("one-to-one-chat-peer-ends").Trace;

        var bye = trace.Transactions().Single(it => it.Method == "BYE");
        Assert.That(bye.Request.IsFromClient, Is.False);
        Assert.That(bye.FinalResponse?.Sip.StatusCode, Is.EqualTo(200));
    }

    [TestCase("no-request")]
    [TestCase("ad-hoc-chat-above-maximum")]
    public void Nothing_is_invited(string name)
    {
        var trace = Run(name).Trace;

        Assert.That(trace.Transactions().Where(it => it.Method == "INVITE"), Is.Empty);
        Assert.That(trace.Events[^1].At, Is.GreaterThan(ClientProfile.BuiltIn.Ixit.Quiet));
    }

    [Test]
    public void Two_chats_are_two_dialogs_of_one_registration()
    {
        var trace = Run("two-chats-in-a-row").Trace;

        Assert.That(trace.Dialogs().Select(it => it.CallId).Distinct().Count(), Is.EqualTo(2));
        Assert.That(trace.Actions.Count(it => it.Request is Register), Is.EqualTo(1));
    }

    [TestCase("udp")]
    [TestCase("tcp")]
    public void Suite_in_memory_repeats_exactly(string transport)
    {
        string Once() => string.Join('\n', MemorySuite.Run(() => Tamper.None, ScenarioCatalogue.All, seed: 7, transport)
            .SelectMany(it => it.Trace.Events.Select(happened => $"{it.Scenario.Name} {Text(happened)}")));

        var first = Once();
        var second = Once();
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Another_seed_gives_other_identifiers()
    {
        var calls = new[] { 1, 2 }.SelectMany(seed => MemorySuite.Run(Mutant.None, ScenarioCatalogue.All, seed).Traces())
            .SelectMany(it => it.Dialogs().Select(dialog => dialog.CallId).Distinct());

        Assert.That(calls, Is.Unique);
    }

    private static string Text(TraceEvent happened) => happened is WireMessage message
        ? $"{message with { Octets = default }} {Convert.ToHexString(message.Octets.Span)}"
        : happened is ClientReport { Report: ChatDescribed described }
            ? $"{happened.Number} {described.State} {described.ImSessionIdentity} {string.Join(',', described.SupportedMethods ?? [])}"
            : happened is UserAction { Request: StartChat ask }
                ? $"{happened.Number} {string.Join(',', ask.Invitees)}"
                : happened.ToString();

    /// <summary>The client that declares all, or less where the story is about that.</summary>
    private static ScenarioRun Run(string name)
    {
        var scenario = ScenarioCatalogue.Named(name);
        var all = RecordedSuite.Everything;
        var client = SuiteRunner.Applicable(all, [scenario]).Any() ? all : all with { Ics = all.Ics with { AdHoc = false } };
        return MemorySuite.Run(Mutant.None.Create, [scenario], profile: client).Single();
    }
}
