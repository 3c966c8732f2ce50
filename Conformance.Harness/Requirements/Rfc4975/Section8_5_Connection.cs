using System.Net;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 sections 8.1 and 8.5: who connects, and where to.</summary>
public static class Section85Connection
{
    /// <summary>Section 8.1. A host name may stand for any address, so only a numeric one is compared.</summary>
    public static readonly Requirement ConnectsToPath = Shall(
        id: "RFC4975-8.1-4",
        quote: "The path of the peer says where to connect, and not its c= and m= lines.",
        when: trace => trace.Sessions().SelectMany(session => ConnectionsOf(session).Select(it => (Session: session, Connection: it))),
        then: it => WentToPath(it.Session, it.Connection),
        mutants: [new Mutant("connects-elsewhere", ConnectsToProxy), new Mutant("connects-to-the-m-line", ConnectsToMediaLine)]);

    /// <summary>Section 8.5. With a=setup in the offer another rule may say who connects (RFC 6135), which is not judged.</summary>
    public static readonly Requirement OffererConnects = Shall(
        id: "RFC4975-8.5-1",
        quote: "Whoever made the first offer opens the connection.",
        when: trace => trace.Sessions(),
        then: OpensConnection,
        mutants: [new Mutant("opens-no-connection", () => new Tamper { Connect = _ => null })]);

    /// <summary>What the client opened after the answer and within the attempt to speak MSRP, wherever it leads.</summary>
    internal static IEnumerable<Connection> ConnectionsOf(MsrpSession session) => session.Attempt.Window.OfType<Connection>().Where(it =>
        it is { Change: ConnectionChange.Opened, Initiator: Direction.FromClient }
        && it.Number > session.Answer.Message.Number
        && session.Attempt.Trace.Messages.FirstOrDefault(message => message.ConnectionId == it.ConnectionId && message.Number > it.Number) is { IsFromClient: true } first
        && first.Octets.Span.StartsWith("MSRP "u8));

    internal static Finding WentToPath(MsrpSession session, Connection connection)
    {
        var (target, opened) = (connection.Core, connection.Event("connection opened"));
        var path = MsrpUri.Parse(session.RemotePath.Split(' ')[0]).Value;
        var expected = $"a connection to the first URI of the peer's path, {session.RemotePath.Split(' ')[0]}";
        // An offer with msrp-cema may let c= and m= say where to connect (RFC 6714 section 4.3).
        var isThere = path is null
            || (session.Offer.MessageMedia!.Attribute("msrp-cema") is not null && session.Answer.MessageMedia!.Port == target.Port)
            || (path.Port == target.Port && (!IPAddress.TryParse(path.Host, out var address) || address.Equals(target.Address)));
        return Finding.That(
            isThere,
            expected,
            $"a connection to {target}",
            "connect to host and port of the path's first URI",
            opened,
            session.Answer.At(session.Answer.MessageMedia!.Attribute("path")!));
    }

    /// <summary>Connects to where SIP goes: to the first Route of the INVITE.</summary>
    private static Tamper ConnectsToProxy()
    {
        IPEndPoint? proxy = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol == WireProtocol.Sip && it.Sip.Method == "INVITE" && it.Sip.Addresses("Route") is [{ Value.Uri: SipUri route }, ..])
                {
                    proxy = IPAddress.TryParse(route.Host.Trim('[', ']'), out var address) ? new IPEndPoint(address, route.Port ?? 5060) : proxy;
                }

                return [it];
            },
            Connect = target => proxy ?? target,
        };
    }

    /// <summary>Connects to the port of the m= line in the last answer.</summary>
    private static Tamper ConnectsToMediaLine()
    {
        int? port = null;
        return new Tamper
        {
            Receive = (protocol, octets) =>
            {
                if (protocol == WireProtocol.Sip && SipMessage.Parse(octets) is { StatusCode: 200 } answer && answer.BodyPart("application/sdp") is { } part)
                {
                    port = SdpDescription.Parse(answer.Octets, part.Content).Value?.Media.FirstOrDefault()?.Port;
                }

                return [octets];
            },
            Connect = target => new IPEndPoint(target.Address, port ?? target.Port),
        };
    }

    private static Finding OpensConnection(MsrpSession session)
    {
        const string Expected = "a connection that the client opens to the peer's path";
        var path = session.Answer.At(session.Answer.MessageMedia!.Attribute("path")!);
        if (session.ClientConnections().FirstOrDefault() is { } opened)
        {
            return Finding.Holds(Expected, $"a connection to {opened.Core}", opened.Event("connection opened"), path);
        }

        if (session.Sends.FirstOrDefault() is { } send)
        {
            // Section 5.4: a connection to the same host and port that is still there is used again.
            return Finding.Holds(Expected, "a connection from before", send.MsrpStart(), path);
        }

        if (session.Offer.MessageMedia!.Attribute("setup") is { } setup)
        {
            return Finding.Undecided(Expected, $"none, but a={setup.Line.Value} in the offer may leave it to the peer", session.Offer.At(setup), path);
        }

        var since = session.Attempt.Dialog?.Acks().FirstOrDefault() ?? session.Answer.Message;
        return session.NeverBegan(since, Expected, "connect once the answer is there", path);
    }
}
