using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 sections 5.4 and 8.3: paths of several URIs, and how long a connection lasts.</summary>
public static class Section83Paths
{
    public static readonly Requirement SendsOverRelays = Shall(
        id: "RFC4975-8.3-1",
        quote: "Where the peer's path has several URIs, the client connects to the first and names all of them in To-Path.",
        when: trace => trace.Sessions().Where(it => it.RemotePath.Contains(' ', StringComparison.Ordinal)),
        then: session =>
        {
            var path = session.Answer.At(session.Answer.MessageMedia!.Attribute("path")!);
            var sides = Section85Connection.ConnectionsOf(session).Select(it => Section85Connection.WentToPath(session, it))
                .Concat(session.Sends.Take(1).Select(send => NamesAll(session, send, path)))
                .ToList();
            return sides.Count > 0 ? Finding.All(sides) : session.IsTakenUp("take a path of several URIs", path);
        },
        mutants:
        [
            new Mutant("names-the-first-uri-of-a-path-only", KeepsFirstUri),
            new Mutant("connects-to-the-last-uri-of-a-path", ConnectsToLastUri),
        ]);

    /// <summary>
    /// Section 5.4. The core closes no connection that is in use. Who was offered another path, or no stream any more, may
    /// have ended the former one; and a client that is shut down before its chat has ended proves nothing.
    /// </summary>
    public static readonly Requirement KeepsTheConnection = Should(
        id: "RFC4975-5.4-5",
        quote: "A connection stays open while a session uses it.",
        when: trace => trace.Sessions().Where(it => it.Sends.Any() && !it.Connections.Any(change => change.Change == ConnectionChange.Reset)),
        then: session =>
        {
            const string Expected = "the connection is open until the dialog ends";
            var closed = session.Connections.FirstOrDefault(it => it.Change == ConnectionChange.Closed && session.Sends.Any(send => send.ConnectionId == it.ConnectionId));
            var dialog = session.Attempt.Dialog!;
            var end = dialog.FromClient.Concat(dialog.ToClient).FirstOrDefault(it => it.IsRequest("BYE"));
            var isEarly = closed is not null && (end is null || (end.Number > closed.Number && end.At - closed.At > ExpectDialog.Transit)) && !MovedOn(session, closed);
            return !isEarly ? Finding.Holds(Expected, "as expected", session.Sends.First().MsrpStart())
                : end is null && IsShutDown(session.Attempt.Trace, closed!) ? Finding.Undecided(Expected, "it is closed once the scenario was over, and the dialog had not ended", closed!.Event("the connection ends"))
                : Finding.Fails(Expected, "it is closed before", "end the dialog first", closed!.Event("the connection ends"));
        },
        mutants: [Mutant.Rewrites("ends-another-call-and-its-connection", "BYE", it => it.With("Call-ID", $"other-{it.CallId}"))]);

    private static Finding NamesAll(MsrpSession session, WireMessage send, Evidence path) => Finding.That(
        Section7Messages.AreSame([.. send.Msrp.ToPath.Select(it => it.Value)], Section7Messages.UrisOf(session.RemotePath)),
        $"To-Path: {session.RemotePath}",
        $"To-Path: {send.Msrp.Header("To-Path")?.Value}",
        $"write To-Path: {session.RemotePath}",
        send.MsrpField("To-Path"),
        path);

    /// <summary>Whether the session had gone to another connection, or an exchange of offer and answer had made an end of the one that used it.</summary>
    private static bool MovedOn(MsrpSession session, Connection closed) =>
        session.FromClient.Any(it => it.Number < closed.Number && it.ConnectionId != closed.ConnectionId)
        || session.LaterDescriptions().Any(it => it.Since.Number < closed.Number
            && (it.Sdp.MessageMedia is not { Port: not 0 } stream || stream.Attribute("path")?.Value != session.RemotePath));

    /// <summary>A scenario that was cut short ends with the client, wherever it stands; another one when it has deregistered.</summary>
    private static bool IsShutDown(Trace trace, Connection closed) => trace.Interruption is not null
        || trace.Actions.Any(it => it.Request is Deregister && it.Number < closed.Number);

    private static Tamper KeepsFirstUri() => new()
    {
        Send = it => it.Protocol == WireProtocol.Msrp && it.Msrp is { IsRequest: true } request && request.Header("To-Path") is { } to
            ? [it with { Octets = request.With("To-Path", to.Value.Split(' ')[0]).Octets }]
            : [it],
    };

    private static Tamper ConnectsToLastUri()
    {
        MsrpUri? last = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol == WireProtocol.Sip && Regex.Match(Encoding.UTF8.GetString(octets.Span), "^a=path:.* (?<last>[^ \r]+)\r?$", RegexOptions.Multiline) is { Success: true } path)
                {
                    last = MsrpUri.Parse(path.Groups["last"].Value).Value;
                }

                return [octets];
            },
            Connect = target => new IPEndPoint(target.Address, last?.Port ?? target.Port),
        };
    }
}
