using Conformance.Harness.Judging;

namespace Conformance.Harness.Requirements;

/// <summary>Statements on session descriptions, lists and transports that get no verdict, each with its reason.</summary>
internal static class ExclusionsForms
{
    public static readonly Exclusion PortZero = new(
        "RFC3264-5.1-2",
        "A stream that an offer gives port 0 is not to be used.",
        ExclusionKind.JudgedElsewhere,
        "RFC 3264 allows it, however useless. That the offer of a chat may not do it is the draft's matter: IM-6.1.3.2.1-5a fails a port of 0.");

    public static readonly Exclusion ListIntegrity = new(
        "RFC5363-5.1-1",
        "A list is protected against changes on its way by S/MIME or by TLS.",
        ExclusionKind.NotObservable,
        "The suite tells the client to use UDP or TCP and gives it neither certificates nor keys, so that no client could protect its list here.");

    public static readonly Exclusion AbsentCopyControl = new(
        "RFC5364-4-1",
        "An entry without copyControl is taken as bcc, so that the other invitees do not learn of it.",
        ExclusionKind.OtherActor,
        "It says how the server takes an entry. A client may leave copyControl out, and then nobody sees who else was invited; that a chat may want another thing is no breach.");

    public static readonly Exclusion ListHistory = new(
        "RFC5366-5-1",
        "A recipient-list-history tells the invitees of each other.",
        ExclusionKind.OtherActor,
        "The conference server makes this body for those whom it invites. Nothing forbids a client to send one, and a server has no use for it.");

    public static readonly Exclusion SeveralLists = new(
        "RFC5363-4.1-2",
        "Several recipient-list bodies of one request are taken as one list.",
        ExclusionKind.OtherActor,
        "It binds the server. What a client lists is counted over all its lists (IM-6.1.3.2.1-3b and 3d.1).");

    public static readonly Exclusion Counts = new(
        "RFC5364-4-2",
        "count stands in a history list, for users that are shown as one.",
        ExclusionKind.OtherActor,
        "The server writes it into the list that it sends on. In the list of a client it is allowed and says nothing; its form is RFC5364-5-2.");

    public static readonly Exclusion MediaTypeOfLists = new(
        "RFC4826-3.4.2-1",
        "The media type of a resource list is application/resource-lists+xml.",
        ExclusionKind.JudgedElsewhere,
        "RFC5366-4-1 asks this type of the list of invitees.");

    public static readonly Exclusion BothTransports = new(
        "RFC3261-18-1",
        "A client speaks UDP and TCP.",
        ExclusionKind.NotObservable,
        "One run tells the client one transport. A run with --transport tcp beside one with udp shows both, and an INVITE of more than 1300 octets shows TCP within a run (RFC3261-18.1.1-1).");

    public static readonly Exclusion OnePart = new(
        "RFC2046-5.1.1-4",
        "A multipart may have a single part.",
        ExclusionKind.Informative,
        "It allows and asks nothing. A multipart/mixed whose only part is the session description passes, as the draft's item 4 has it for a chat between two.");

    public static readonly Exclusion NoFactory = new(
        "RFC5366-5.1-1",
        "Who is no conference factory refuses a list with 420 and Unsupported: recipient-list-invite.",
        ExclusionKind.JudgedElsewhere,
        "It binds the server. What a client makes of a 420 is RFC3261-8.1.3.5-5.");

    public static readonly Exclusion OwnPackages = new(
        "RFC3265-3.3.7-1",
        "Who notifies of event packages lists them in Allow-Events.",
        ExclusionKind.OtherActor,
        "It binds a notifier. A client that only subscribes to the conference has no package of its own.");

    public static readonly Exclusion NoNames = new(
        "RFC4975-6.2-1",
        "The host of an MSRP URI is used as it is if it is an address, and a name is looked up.",
        ExclusionKind.JudgedElsewhere,
        "The core gives addresses, since it has no name server: that the client connects to them is RFC4975-8.1-4. Lookups go to servers that the suite does not see.");

    public static readonly Exclusion OtherResponsePaths = new(
        "RFC3261-18.1.1-4",
        "Responses are taken at the address of Via's sent-by and at the source address of the request.",
        ExclusionKind.NotObservable,
        "With rport (RFC 3581) a response goes to the source. Behind a translator nobody reaches the sent-by, so that a client which takes nothing there cannot be told from one that nothing reached.");

    public static readonly Exclusion RefusedStreams = new(
        "RFC3261-18.1.1-3",
        "A request that is too large for a datagram, and whose stream is refused, is tried over UDP.",
        ExclusionKind.NotObservable,
        "A refused stream leaves no trace at the core: a client that goes on over UDP looks like one that never tried TCP, which RFC3261-18.1.1-1 fails.");

    public static readonly Exclusion ConferencePackage = new(
        "RFC5366-3.1-2",
        "Who wants to know what became of the invitees subscribes to the conference event package.",
        ExclusionKind.JudgedElsewhere,
        "The draft says the same in its note 2: IM-6.1.3.2.1-N2.2.");

    public static readonly Exclusion LeavingCreator = new(
        "RFC4579-5.12-1",
        "When its creator leaves, a conference is deleted unless its policy is another.",
        ExclusionKind.OtherActor,
        "It binds the focus. How a client leaves is RFC3261-15-1 for the chat and RFC3265-3.1.4.3-1 for the subscription.");

    public static readonly Exclusion EarlySessions = new(
        "RFC3262-5-2",
        "Once the answer is known the session is set up, even before the final response.",
        ExclusionKind.JudgedElsewhere,
        "That the answer in a reliable provisional response counts and its session comes up is RFC3262-5-1. Whether before the 2xx is a recommendation that a chat, where nobody writes before it is up, gives no reason to insist on.");

    public static readonly Exclusion SharedConnections = new(
        "RFC4975-5.4-2",
        "A connection that there is to the same host, port and scheme is used again.",
        ExclusionKind.NotObservable,
        "It takes two sessions at a time with one peer address. The user of every scenario has one chat at a time, after which its connection ends.");
}
