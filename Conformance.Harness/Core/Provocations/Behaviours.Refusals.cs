namespace Conformance.Harness.Core.Provocations;

/// <content>INVITEs that are refused: a client takes each as it is meant and stays alive (RFC 3261 sections 8.1.3.2, 8.1.3.5 and 21).</content>
public static partial class Behaviours
{
    public static readonly Behaviour AsNamed = new(
        "as-named",
        "behaves in each chat as the behaviour whose name a called user has: sip:busy@… is refused with 486, and so is a group with him")
    {
        Towards = called => All.FirstOrDefault(it => it != AsNamed && called.Contains(it.Name)),
    };

    public static readonly Behaviour MethodNotAllowed = Refuses(405, "refuses the INVITE with 405", ("Allow", "OPTIONS, ACK"));

    public static readonly Behaviour BodyTooLarge = RefusesFirst(413, "refuses the first INVITE with 413, for its size");

    public static readonly Behaviour OnlySdp = RefusesFirst(415, "refuses the first INVITE with 415 and takes application/sdp alone", ("Accept", "application/sdp"));

    public static readonly Behaviour OnlySipUris = new("status-416", "refuses with 416 whoever is not called by a SIP URI")
    {
        Invite = new InvitePolicy(attempt => attempt.Invite.RequestUri.Value is Wire.Sip.SipUri
            ? InvitePolicy.Usual.Plan(attempt)
            : [new Reply(416)]),
    };

    public static readonly Behaviour WithoutLists = Refuses(420, "refuses the INVITE with 420, for it knows no recipient-list-invite", ("Unsupported", "recipient-list-invite"));

    public static readonly Behaviour NotAcceptable = Refuses(488, "refuses the INVITE with 488 and a Warning", ("Warning", "304 im.example \"no such media\""));

    public static readonly Behaviour ServerError = Refuses(500, "refuses the INVITE with 500");

    public static readonly Behaviour Unavailable = Refuses(503, "refuses the INVITE with 503 and asks for two seconds of rest", ("Retry-After", "2"));

    public static readonly Behaviour BusyEverywhere = Refuses(600, "refuses the INVITE with 600");

    public static readonly Behaviour Declined = Refuses(603, "refuses the INVITE with 603");

    public static readonly Behaviour UnknownRedirection = Refuses(399, "refuses the INVITE with 399, which no document defines, and no Contact");

    public static readonly Behaviour UnknownClientError = Refuses(499, "refuses the INVITE with 499, which no document defines");

    public static readonly Behaviour UnknownServerError = Refuses(599, "refuses the INVITE with 599, which no document defines");

    public static readonly Behaviour UnknownGlobalError = Refuses(699, "refuses the INVITE with 699, which no document defines");

    public static readonly Behaviour UnknownProvisionals = new("unknown-provisionals", "answers the INVITE with 170 and 198, which no document defines, and then with 200")
    {
        Invite = InvitePolicy.Always(new Reply(170), new Reply(198), new Reply(200)),
    };

    /// <summary>Each INVITE, named by its code.</summary>
    private static Behaviour Refuses(int code, string purpose, params IReadOnlyList<(string, string)> headers) =>
        new($"status-{code}", purpose) { Invite = InvitePolicy.Always(new Reply(180), new Reply(code) { Headers = headers }) };

    /// <summary>The first INVITE, named by the code; the next one is taken.</summary>
    private static Behaviour RefusesFirst(int code, string purpose, params IReadOnlyList<(string, string)> headers) =>
        new($"status-{code}", purpose) { Invite = InvitePolicy.First(new Reply(180), new Reply(code) { Headers = headers }) };
}
