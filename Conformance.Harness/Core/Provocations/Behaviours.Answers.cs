namespace Conformance.Harness.Core.Provocations;

/// <content>How an INVITE is taken or refused.</content>
public static partial class Behaviours
{
    public static readonly Behaviour WithoutAllow = new("without-allow", "answers the INVITE with a 200 that has no Allow")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { AllowRows = [] }),
    };

    public static readonly Behaviour SeveralAllowRows = new("several-allow-rows", "answers the INVITE with a 200 whose methods stand in three Allow rows, one of them a method that nobody knows")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { AllowRows = ["INVITE, ACK", "CANCEL,BYE", "OPTIONS , FOO"] }),
    };

    public static readonly Behaviour WithoutContact = new("without-contact", "answers the INVITE with a 200 that has no Contact, which RFC 3261 table 2 demands")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { HasContact = false }),
    };

    public static readonly Behaviour WithoutTag = new("without-tag", "answers the INVITE with a 200 whose To has no tag, as servers of RFC 2543 did (RFC 3261 section 12.1.2)")
    {
        Invite = InvitePolicy.Always(new Reply(200) { HasTag = false }),
    };

    public static readonly Behaviour Busy = new("busy", "refuses the INVITE with 486")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(486)),
    };

    public static readonly Behaviour AnsweredMeanwhile = new("answered-meanwhile", "answers the INVITE with 180, and with 200 when it is cancelled: the answer was on its way")
    {
        Invite = InvitePolicy.Always(new Reply(180)) with { OnCancel = [new Reply(200)] },
    };

    public static readonly Behaviour Ringing = new("ringing", "answers the INVITE with 180 and leaves it at that until it is cancelled")
    {
        Invite = InvitePolicy.Always(new Reply(180)),
    };
}
