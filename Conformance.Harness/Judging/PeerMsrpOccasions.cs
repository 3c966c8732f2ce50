using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>An MSRP request of the peer on the session's connection, and what the client made of it.</summary>
public sealed record ReceivedMsrp(MsrpSession Session, WireMessage Request)
{
    public Trace Trace => Session.Attempt.Trace;

    public WireMessage? Response => Session.ResponseTo(Request);

    /// <summary>Failure-Report, which is yes where it is not said (RFC 4975 section 7.1.4).</summary>
    public string FailureReport => Request.Msrp.Header("Failure-Report")?.Value.Trim() ?? "yes";

    /// <summary>Whether the first URI of To-Path is the client's own of this session (RFC 4975 section 6.1).</summary>
    public bool IsForSession => Request.Msrp.ToPath is [{ Value: { } to }, ..] && Session.OwnUri()?.IsEquivalentTo(to) == true;

    /// <summary>Whether it is surely for another session: by a session id that the client gave in none of its paths.</summary>
    public bool IsForAnother => Request.Msrp.ToPath is [{ Value: { } to }, ..] && !SessionIds.Of(Trace).Contains(to.SessionId);

    private static readonly Remembered<Trace, HashSet<string?>> SessionIds = new(trace => [.. trace.ClientUris().Select(it => it.Reading.Value?.SessionId)]);

    /// <summary>Whether the client's description, with its parameters aside, takes the type of the request as a whole message.</summary>
    public bool IsAccepted => MsrpOccasions.Covers(Session.Offer.MessageMedia?.Attribute("accept-types")?.Value ?? "", Request.Msrp.ContentType ?? "");

    public Evidence Evidence => Request.At(Request.Msrp.StartLine, $"{Request.MsrpTitle()} of the peer");

    /// <summary>A response with one of these codes.</summary>
    public Finding AnsweredWith(string mend, params IReadOnlyList<int> codes)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"{string.Join(" or ", codes.Select(it => $"{it:000}"))} for the {Request.MsrpTitle()} of the peer");
        return Response is { } response
            ? Finding.That(codes.Contains(response.Msrp.StatusCode), expected, $"{response.Msrp.StatusCode:000}", mend, response.MsrpStart(), Evidence)
            : Trace.NeverCame(Request, ExpectMsrp.ResponseTimeout, expected, "no response", mend, Evidence);
    }

    /// <summary>No response, or none that is wrong; its absence shows nothing where the scenario was cut short.</summary>
    public Finding NotAnswered(string expected, string mend, Func<WireMessage, bool> isWrong) => Response is { } response
        ? Finding.That(!isWrong(response), expected, $"{response.Msrp.StatusCode:000}", mend, response.MsrpStart(), Evidence)
        : Session.Attempt.HoldsByAbsence(expected, "no response");

    /// <summary>No REPORT of the client on this request, or none that is wrong.</summary>
    public Finding NotReported(string expected, string mend, Func<WireMessage, bool> isWrong) =>
        Session.ReportsOn(Request).FirstOrDefault(isWrong) is { } report
            ? Finding.Fails(expected, $"a REPORT with Status: {report.Msrp.Header("Status")?.Value}", mend, report.MsrpStart(), Evidence)
            : Session.Attempt.HoldsByAbsence(expected, "no REPORT");
}

/// <summary>What the peer sent over MSRP, as occasions.</summary>
public static class PeerMsrpOccasions
{
    private static readonly Remembered<Trace, IReadOnlyList<ReceivedMsrp>> Known = new(trace =>
        [.. trace.Sessions().SelectMany(session => session.ToClient.Where(it => it.Msrp.IsRequest).Select(it => new ReceivedMsrp(session, it)))]);

    public static IReadOnlyList<ReceivedMsrp> ReceivedMsrp(this Trace trace) => Known.Of(trace);

    /// <summary>Messages that the client says it has received in the session's chat.</summary>
    public static IEnumerable<(ClientReport Event, MessageReceived Message)> Shown(this MsrpSession session) => session.Attempt.Window
        .OfType<ClientReport>()
        .Where(it => it.Report is MessageReceived)
        .Select(it => (it, (MessageReceived)it.Report))
        .Where(it => session.Attempt.Chat is null || it.Item2.Chat == session.Attempt.Chat);
}
