namespace Conformance.Harness.Core.Provocations;

/// <content>More than one answer to an INVITE, and the routes that answers record.</content>
public static partial class Behaviours
{
    public static readonly Behaviour Forks = new("forks", "answers the INVITE as a proxy that forks it: two early dialogs, then a 200 of the second and one of the first")
    {
        Invite = InvitePolicy.Always(
            new Reply(180) { Leg = "a" },
            new Reply(180) { Leg = "b" },
            new Reply(200) { Leg = "b" },
            new Reply(200) { Leg = "a" }),
    };

    public static readonly Behaviour RepeatsSuccess = new("repeats-success", "sends its 200 three times more after the ACK, as if that had been lost")
    {
        Invite = InvitePolicy.Always(
            new Reply(180),
            new Reply(200),
            SuccessAgain(Gate.Acknowledged),
            SuccessAgain(Gate.Open),
            SuccessAgain(Gate.Open)),
    };

    /// <summary>Within 64*T1 of the first copy, so that the client's transaction still takes it (RFC 6026 section 7.2).</summary>
    public static readonly Behaviour RepeatsSuccessLate = new("repeats-success-late", "sends its 200 once more 48*T1 after the ACK")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200), SuccessAgain(Gate.Acknowledged) with { AfterT1 = 48 }),
    };

    public static readonly Behaviour RecordsRoute = new("records-route", "answers the INVITE with a Record-Route of two hops, the nearer one with a parameter of its own")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { Headers = [("Record-Route", "<sip:far.im.example;lr>, <sip:{core};lr;hop=near>")] }),
    };

    public static readonly Behaviour RecordsStrictRoute = new("records-strict-route", "answers the INVITE with the Record-Route of two routers, the nearer one a strict one, which has no lr")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { Headers = [("Record-Route", "<sip:far.im.example;lr>, <sip:near@{core}>")] }),
    };

    private static Reply SuccessAgain(Gate when) => new(200) { IsCopy = true, When = when, After = TimeSpan.FromMilliseconds(300) };
}
