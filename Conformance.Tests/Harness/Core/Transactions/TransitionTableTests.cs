using Conformance.Harness.Core.Transactions;

namespace Conformance.Tests.Harness.Core.Transactions;

/// <summary>
/// The four tables cell by cell, against the figures of the RFCs written down once more as text. A state or event that is
/// not listed must have no cell.
/// </summary>
internal sealed class TransitionTableTests
{
    private static readonly (string Name, TransitionTable Table, string Cells, string Timers)[] Machines =
    [
        (
            "INVITE client",
            InviteClient.Table,
            """
            Calling + TimerA -> Calling: Send BackOff
            Calling + TimerB -> Terminated: TellTimeout
            Calling + TransportError -> Terminated: TellTransportError
            Calling + Provisional -> Proceeding: PassUp
            Calling + Success -> Accepted: PassUp
            Calling + Refusal -> Completed: Acknowledge PassUp
            Proceeding + Provisional -> Proceeding: PassUp
            Proceeding + Success -> Accepted: PassUp
            Proceeding + Refusal -> Completed: Acknowledge PassUp
            Accepted + Success -> Accepted: PassUp
            Accepted + TimerM -> Terminated:
            Completed + Refusal -> Completed: Acknowledge
            Completed + TransportError -> Terminated: TellTransportError
            Completed + TimerD -> Terminated:
            """,
            "Calling: TimerA TimerB; Accepted: TimerM; Completed: TimerD"
        ),
        (
            "non-INVITE client",
            NonInviteClient.Table,
            """
            Trying + TimerE -> Trying: Send BackOff
            Trying + TimerF -> Terminated: TellTimeout
            Trying + TransportError -> Terminated: TellTransportError
            Trying + Provisional -> Proceeding: PassUp
            Trying + Success -> Completed: PassUp
            Trying + Refusal -> Completed: PassUp
            Proceeding + TimerE -> Proceeding: Send SlowDown
            Proceeding + TimerF -> Terminated: TellTimeout
            Proceeding + TransportError -> Terminated: TellTransportError
            Proceeding + Provisional -> Proceeding: PassUp
            Proceeding + Success -> Completed: PassUp
            Proceeding + Refusal -> Completed: PassUp
            Completed + TimerK -> Terminated:
            """,
            "Trying: TimerE TimerF; Proceeding: TimerE TimerF; Completed: TimerK"
        ),
        (
            "INVITE server",
            InviteServer.Table,
            """
            Proceeding + Request -> Proceeding: Send
            Proceeding + ProvisionalOut -> Proceeding: Send
            Proceeding + SuccessOut -> Accepted: Send
            Proceeding + RefusalOut -> Completed: Send
            Proceeding + TransportError -> Proceeding: TellTransportError
            Accepted + Ack -> Accepted: PassUp
            Accepted + SuccessOut -> Accepted: Send
            Accepted + TransportError -> Accepted: TellTransportError
            Accepted + TimerL -> Terminated:
            Completed + Request -> Completed: Send
            Completed + Ack -> Confirmed:
            Completed + TransportError -> Completed: TellTransportError
            Completed + TimerG -> Completed: Send BackOff
            Completed + TimerH -> Terminated: TellTimeout
            Confirmed + TimerI -> Terminated:
            """,
            "Accepted: TimerL; Completed: TimerG TimerH; Confirmed: TimerI"
        ),
        (
            "non-INVITE server",
            NonInviteServer.Table,
            """
            Trying + ProvisionalOut -> Proceeding: Send
            Trying + SuccessOut -> Completed: Send
            Trying + RefusalOut -> Completed: Send
            Proceeding + Request -> Proceeding: Send
            Proceeding + ProvisionalOut -> Proceeding: Send
            Proceeding + SuccessOut -> Completed: Send
            Proceeding + RefusalOut -> Completed: Send
            Proceeding + TransportError -> Terminated: TellTransportError
            Completed + Request -> Completed: Send
            Completed + TransportError -> Terminated: TellTransportError
            Completed + TimerJ -> Terminated:
            """,
            "Completed: TimerJ"
        ),
    ];

    private static IEnumerable<TestCaseData> Cells => Machines.SelectMany(machine => Enum.GetValues<TransactionState>()
        .SelectMany(state => Enum.GetValues<TransactionEvent>().Select(happening =>
            new TestCaseData(machine.Table, state, happening, Expected(machine.Cells, state, happening))
                .SetArgDisplayNames(machine.Name, $"{state}", $"{happening}"))));

    private static IEnumerable<TestCaseData> Timers => Machines.Select(machine =>
        new TestCaseData(machine.Table, machine.Timers).SetArgDisplayNames(machine.Name));

    [TestCaseSource(nameof(Cells))]
    public void Cell_is_what_the_figure_says(object table, object state, object happening, string? expected)
    {
        var cell = ((TransitionTable)table)[(TransactionState)state, (TransactionEvent)happening];

        Assert.That(cell is null ? null : $"{cell.Next}: {string.Join(' ', cell.Effects)}".Trim(), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Timers))]
    public void Timers_run_in_the_states_that_the_figure_says(object table, string expected)
    {
        var timers = Enum.GetValues<TransactionState>()
            .Where(state => ((TransitionTable)table).TimersOf(state).Count > 0)
            .Select(state => $"{state}: {string.Join(' ', ((TransitionTable)table).TimersOf(state))}");

        Assert.That(timers, Is.EqualTo(expected.Split("; ")));
    }

    [Test]
    public void Timers_of_the_default_values_are_those_of_table_4()
    {
        var values = TimerValues.Default;
        var seconds = new[]
        {
            values.A, values.B, values.D, values.E, values.F, values.G, values.H, values.I, values.J, values.K, values.L, values.M,
        }.Select(it => it.TotalSeconds);

        Assert.That(seconds, Is.EqualTo([0.5, 32, 32, 0.5, 32, 0.5, 32, 5, 32, 5, 32, 32]));
    }

    private static string? Expected(string cells, TransactionState state, TransactionEvent happening)
    {
        var begin = $"{state} + {happening} -> ";
        return cells.Split('\n').SingleOrDefault(it => it.StartsWith(begin, StringComparison.Ordinal))?[begin.Length..].Trim();
    }
}
