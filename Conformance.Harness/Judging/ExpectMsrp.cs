using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>The words of checks on MSRP.</summary>
public static class ExpectMsrp
{
    /// <summary>How long a sender waits for a response (RFC 4975 section 7.1.1): what has not come by then does not come.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// "At once" of RFC 4975 section 5.4, made generous: a limit of this suite, beyond which what did not come counts as
    /// missing. What comes later than this, but comes, is not held against the client.
    /// </summary>
    public static readonly TimeSpan LongestIdleStart = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Fails since the client did not do something at once; but not when a BYE came before it had time to.
    /// </summary>
    public static Finding NeverBegan(this MsrpSession session, TraceEvent since, string expected, string mend, params Evidence[] evidence)
    {
        var trace = session.Attempt.Trace;
        var bye = trace.Messages.FirstOrDefault(it => it.IsRequest("BYE")
            && it.Number > since.Number
            && it.At - since.At < LongestIdleStart
            && it.Sip.CallId == session.Answer.Message.Sip.CallId);
        return bye is null
            ? trace.NeverCame(since, LongestIdleStart, expected, "nothing of the kind", mend, evidence)
            : Finding.Undecided(expected, "a BYE came at once", [.. evidence, bye.StartLine()]);
    }

    /// <summary>
    /// The client takes up the session that the answer describes: it connects, or speaks in it. One that ends the chat
    /// instead, unasked, has not taken the answer.
    /// </summary>
    public static Finding IsTakenUp(this MsrpSession session, string mend, params Evidence[] evidence)
    {
        const string Expected = "the MSRP session that the answer describes";
        var first = session.ClientConnections().Cast<TraceEvent>().Concat(session.FromClient).FirstOrDefault();
        if (first is not null)
        {
            return Finding.Holds(Expected, "the client takes it up", [first.Event("the session"), .. evidence]);
        }

        if (session.Offer.MessageMedia!.Attribute("setup") is { } setup)
        {
            return Finding.Undecided(Expected, $"nothing of it, but a={setup.Line.Value} in the offer may leave the connection to the peer", [.. evidence]);
        }

        var bye = session.Attempt.Dialog!.FromClient.FirstOrDefault(it => it.IsRequest("BYE"));
        var isAsked = session.Attempt.Window.Any(it => it is UserAction { Request: EndChat } && it.Number < bye?.Number);
        return bye is not null && !isAsked
            ? Finding.Fails(Expected, "the client ended the chat", mend, [bye.StartLine(), .. evidence])
            : session.NeverBegan(session.Attempt.Dialog.Acks().FirstOrDefault() ?? session.Answer.Message, Expected, mend, evidence);
    }

    /// <summary>The connections of the session that the client opened.</summary>
    public static IEnumerable<Connection> ClientConnections(this MsrpSession session) =>
        session.Connections.Where(it => it is { Change: ConnectionChange.Opened, Initiator: Direction.FromClient });
}
