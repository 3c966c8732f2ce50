using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 8: session descriptions, and what follows from them.</summary>
public static partial class Section8SessionDescription
{
    /// <summary>Section 8.1.</summary>
    public static readonly Requirement MediaLine = Shall(
        id: "RFC4975-8.1-1",
        quote: "The m= line of an MSRP session has the media message, the protocol TCP/MSRP or TCP/TLS/MSRP and the one format *.",
        when: trace => trace.ClientSip().Where(it => it.Sip.Method == "INVITE").SelectMany(it => it.Sdps()),
        then: sdp => sdp.HasMessageMedia(media => Finding.That(
            media is { Protocol: "TCP/MSRP" or "TCP/TLS/MSRP", Formats: ["*"] },
            "m=message <port> TCP/MSRP *",
            $"m={media.Line.Value}",
            string.Create(CultureInfo.InvariantCulture, $"write m=message {media.Port} TCP/MSRP *"),
            sdp.Message.At(media.Line.Span, "m="))),
        mutants:
        [
            Rewriting.RewritesOffer("names-a-format-in-its-m-line", sdp => sdp.Replace(" TCP/MSRP *", " TCP/MSRP 98", StringComparison.Ordinal)),
            Rewriting.RewritesOffer("writes-its-protocol-in-lower-case", sdp => sdp.Replace(" TCP/MSRP *", " tcp/msrp *", StringComparison.Ordinal)),
        ],
        given: declaration => declaration.Msrp);

    /// <summary>Section 8.1. With a relay the path has other hosts too; RFC 6714 lets a client say that addresses may differ.</summary>
    public static readonly Requirement ConnectionAddress = Shall(
        id: "RFC4975-8.1-2",
        quote: "The address of c= is the host of the client's MSRP URI.",
        when: trace => PathedMedia(trace).Where(it => it.Sdp.Description.ConnectionOf(it.Media) is not null),
        then: it =>
        {
            var connection = it.Sdp.Description.ConnectionOf(it.Media)!;
            var host = it.Uris[^1].Host;
            return Finding.That(
                it.Uris.Any(uri => IsSameHost(uri.Host, connection.Address)),
                $"c= with the host of the path, {host}",
                $"c={connection.Line.Value}",
                $"write {host} in c=",
                it.Sdp.Message.At(connection.Line.Span, "c="),
                it.Sdp.At(it.Media.Attribute("path")!));
        },
        mutants: [Rewriting.RewritesOffer("gives-another-address-in-c", sdp => ConnectionLine().Replace(sdp, "c=IN IP4 192.0.2.81"))]);

    /// <summary>Section 8.1. Under RFC 6135 an active side may write port 9; RFC 6714 lets ports differ.</summary>
    public static readonly Requirement MediaPort = Shall(
        id: "RFC4975-8.1-3",
        quote: "The port of the m= line is the port of the client's MSRP URI.",
        when: trace => PathedMedia(trace).Where(it => it.Uris[^1].Port is not null && !IsDiscard(it.Media)),
        then: it =>
        {
            var port = it.Uris[^1].Port;
            return Finding.That(
                it.Uris.Any(uri => uri.Port == it.Media.Port),
                string.Create(CultureInfo.InvariantCulture, $"the port of the path, {port}, in the m= line"),
                $"m={it.Media.Line.Value}",
                string.Create(CultureInfo.InvariantCulture, $"write {port} in the m= line"),
                it.Sdp.Message.At(it.Media.Line.Span, "m="),
                it.Sdp.At(it.Media.Attribute("path")!));
        },
        mutants: [Rewriting.RewritesOffer("gives-another-port-in-m", sdp => MediaPortNumber().Replace(sdp, "m=message 19999 "))]);

    /// <summary>Section 8.1. A host name may stand for any address, so only a numeric one is compared.</summary>
    public static readonly Requirement ConnectsToPath = Shall(
        id: "RFC4975-8.1-4",
        quote: "The path of the peer says where to connect, and not its c= and m= lines.",
        when: trace => trace.Sessions().SelectMany(session => ConnectionsOf(session).Select(it => (Session: session, Connection: it))),
        then: it => WentToPath(it.Session, it.Connection),
        mutants: [new Mutant("connects-elsewhere", ConnectsToProxy)]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement HasPath = Shall(
        id: "RFC4975-8.2-1",
        quote: "The m=message section of an MSRP offer or answer has a path attribute with at least one MSRP URI.",
        when: trace => trace.ClientMessageMedia(),
        then: it => it.Sdp.HasAttribute(it.Media, "path", path => Finding.That(
            !MsrpOccasions.ValueSpan(it.Sdp, path).IsEmpty,
            "a=path with an MSRP URI under m=message",
            $"a={path.Line.Value}",
            "write the client's MSRP URI behind a=path:",
            it.Sdp.At(path))),
        mutants: [Rewriting.RewritesOffer("omits-path", sdp => PathLine().Replace(sdp, ""))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement HasPort = Shall(
        id: "RFC4975-8.2-2",
        quote: "An MSRP URI in a session description has a port.",
        when: trace => trace.ClientUris().Where(it => it.Reading.Value is not null),
        then: it => Finding.That(it.Reading.Value!.Port is not null, "an MSRP URI with a port", it.Reading.Value.Text, "add the port on which the client listens", it.Evidence),
        mutants: [Rewriting.RewritesOffer("leaves-out-the-port-of-its-uri", sdp => UriPort().Replace(sdp, "$1/"))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement PathForm = Shall(
        id: "RFC4975-8.2-3",
        quote: "The URIs of a path follow the colon without a space and have one space between them.",
        when: trace => trace.ClientMessageMedia().Where(it => it.Media.Attribute("path") is not null),
        then: it =>
        {
            var path = it.Media.Attribute("path")!;
            return Finding.That(
                SoundPath().IsMatch(path.Line.Value),
                "a=path:<URI>, further URIs each behind one space",
                $"a={path.Line.Value}",
                "write the URI right behind the colon, and one space between URIs",
                it.Sdp.At(path));
        },
        mutants: [Rewriting.RewritesOffer("puts-a-space-before-its-path", sdp => sdp.Replace("a=path:", "a=path: ", StringComparison.Ordinal))]);

    /// <summary>Section 8.2.</summary>
    public static readonly Requirement OwnUri = Shall(
        id: "RFC4975-8.2-4",
        quote: "The client makes an MSRP URI for each session, and no other session has it.",
        when: trace => CallUris(trace).Select((it, i) => (Call: it, Earlier: CallUris(trace).Take(i).ToList())).Where(it => it.Earlier.Count > 0),
        then: it =>
        {
            var same = it.Earlier.FirstOrDefault(other => other.Reading.Value!.IsEquivalentTo(it.Call.Reading.Value!));
            const string Expected = "an MSRP URI that no earlier session had";
            return same is null
                ? Finding.Holds(Expected, it.Call.Reading.Value!.Text, it.Call.Evidence)
                : Finding.Fails(Expected, $"{it.Call.Reading.Value!.Text} again", "make a new random session id for each session", it.Call.Evidence, same.Evidence);
        },
        mutants: [Rewriting.Repeats("repeats-the-session-id-in-the-next-call", SessionIdOf)]);

    /// <summary>Section 8.5. With a=setup in the offer another rule may say who connects (RFC 6135), which is not judged.</summary>
    public static readonly Requirement OffererConnects = Shall(
        id: "RFC4975-8.5-1",
        quote: "Whoever made the first offer opens the connection.",
        when: trace => trace.Sessions(),
        then: OpensConnection,
        mutants: [new Mutant("opens-no-connection", () => new Tamper { Connect = _ => null })]);

    /// <summary>Section 8.6.</summary>
    public static readonly Requirement HasAcceptTypes = Shall(
        id: "RFC4975-8.6-1",
        quote: "The m=message section has an accept-types attribute.",
        when: trace => trace.ClientMessageMedia(),
        then: it => it.Sdp.HasAttribute(it.Media, "accept-types", types => Finding.Holds("a=accept-types under m=message", $"a={types.Line.Value}", it.Sdp.At(types))),
        mutants: [Rewriting.RewritesOffer("omits-accept-types", sdp => AcceptTypesLine().Replace(sdp, ""))]);

    /// <summary>Section 8.6; media types are without case and may have parameters.</summary>
    public static readonly Requirement AcceptTypesForm = Shall(
        id: "RFC4975-8.6-2",
        quote: "accept-types lists media types, type/* or *, with one space between them.",
        when: trace => trace.ClientMessageMedia().Where(it => it.Media.Attribute("accept-types") is not null),
        then: it =>
        {
            var types = it.Media.Attribute("accept-types")!;
            return Finding.That(
                types.Line.Value["accept-types:".Length..].Split(' ').All(type => SoundAcceptType().IsMatch(type)),
                "a=accept-types:<type>/<subtype>, further types each behind one space",
                $"a={types.Line.Value}",
                "write media types with one space between them, none behind the colon",
                it.Sdp.At(types));
        },
        mutants: [Rewriting.RewritesOffer("separates-accept-types-with-commas", sdp => AcceptTypesLine().Replace(sdp, match => match.Value.TrimEnd().Replace(" ", ",", StringComparison.Ordinal) + "\r\n"))]);

    /// <summary>Section 8.6. That a type does not stand in both lists is advice and not judged.</summary>
    public static readonly Requirement WrappedTypesNeedContainer = Shall(
        id: "RFC4975-8.6-4",
        quote: "Container types are listed in accept-types, and accept-wrapped-types stands only beside one.",
        when: trace => trace.ClientMessageMedia(),
        then: it =>
        {
            var wrapped = it.Media.Attribute("accept-wrapped-types");
            var types = it.Media.Attribute("accept-types")?.Value ?? "";
            return Finding.That(
                wrapped is null || types.Split(' ').Any(IsContainer),
                "a container type in accept-types beside accept-wrapped-types",
                wrapped is null ? "no accept-wrapped-types" : $"a=accept-types:{types}",
                "add message/cpim to accept-types, or remove accept-wrapped-types",
                it.Sdp.Message.At((wrapped?.Line ?? it.Media.Line).Span, wrapped is null ? "searched for accept-wrapped-types" : "accept-wrapped-types"));
        },
        mutants: [Rewriting.RewritesOffer("wraps-types-without-a-container", sdp => AcceptTypesLine().Replace(sdp, "a=accept-types:text/plain\r\na=accept-wrapped-types:text/html\r\n"))]);

    /// <summary>Section 8.6.</summary>
    public static readonly Requirement SendsAcceptedTypes = Shall(
        id: "RFC4975-8.6-5",
        quote: "Only content of a type that the peer's accept-types covers is sent.",
        when: trace => trace.Sessions()
            .Where(it => it.Answer.MessageMedia?.Attribute("accept-types")?.Value is not null)
            .SelectMany(session => session.Sends.Where(it => it.Msrp.ContentType is not null).Select(it => (Session: session, Send: it))),
        then: it =>
        {
            var accepted = it.Session.Answer.MessageMedia!.Attribute("accept-types")!;
            return Finding.That(
                Covers(accepted.Value!, it.Send.Msrp.ContentType!),
                $"a type out of {accepted.Value}",
                $"Content-Type: {it.Send.Msrp.ContentType}",
                "send a type that the peer accepts, or wrap it in one",
                it.Send.MsrpField("Content-Type"),
                it.Session.Answer.At(accepted));
        },
        mutants: [Mutant.RewritesMsrp("sends-a-type-nobody-accepted", it => it.Method == "SEND" && it.ContentType is not null, it => it.With("Content-Type", "application/x-unheard-of"))]);

    /// <summary>Media sections whose path can be read, with its URIs; those of clients that let intermediaries change addresses left out (RFC 6714).</summary>
    private static IEnumerable<(TracedSdp Sdp, SdpMedia Media, IReadOnlyList<MsrpUri> Uris)> PathedMedia(Trace trace) => trace.ClientMessageMedia()
        .Where(it => it.Media.Attribute("msrp-cema") is null)
        .Select(it => (it.Sdp, it.Media, Uris: (IReadOnlyList<MsrpUri>)[.. MsrpOccasions.Uris(it.Sdp, it.Media).Select(uri => uri.Value).OfType<MsrpUri>()]))
        .Where(it => it.Uris.Count > 0);

    private static bool IsContainer(string type) => type == "*"
        || type.StartsWith("message/", StringComparison.OrdinalIgnoreCase)
        || type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase);

    private static bool IsDiscard(SdpMedia media) => media.Port == 9 && media.Attribute("setup")?.Value?.Trim() is "active" or "actpass";

    private static bool IsSameHost(string one, string other) =>
        IPAddress.TryParse(one, out var address) && IPAddress.TryParse(other, out var otherAddress)
            ? address.Equals(otherAddress)
            : one.Equals(other, StringComparison.OrdinalIgnoreCase);

    /// <summary>What the client opened after the answer and within the attempt to speak MSRP, wherever it leads.</summary>
    private static IEnumerable<Connection> ConnectionsOf(MsrpSession session) => session.Attempt.Window.OfType<Connection>().Where(it =>
        it is { Change: ConnectionChange.Opened, Initiator: Direction.FromClient }
        && it.Number > session.Answer.Message.Number
        && session.Attempt.Trace.Messages.FirstOrDefault(message => message.ConnectionId == it.ConnectionId && message.Number > it.Number) is { IsFromClient: true } first
        && first.Octets.Span.StartsWith("MSRP "u8));

    private static Finding WentToPath(MsrpSession session, Connection connection)
    {
        var (target, opened) = (connection.Core, connection.Event("connection opened"));
        var path = MsrpUri.Parse(session.RemotePath.Split(' ')[0]).Value;
        var expected = $"a connection to the first URI of the peer's path, {session.RemotePath.Split(' ')[0]}";
        var isThere = path is null
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
        return session.Attempt.Trace.NeverCame(since, ExpectMsrp.LongestIdleStart, Expected, "none", "connect once the answer is there", path);
    }

    /// <summary>The client's own URI in the first offer of each call; retries of an INVITE keep it.</summary>
    private static IEnumerable<OfferedUri> CallUris(Trace trace) => trace.Attempts()
        .Select(it => it.InitialInvite)
        .OfType<WireMessage>()
        .Select(it => it.Sdp())
        .Where(it => it?.MessageMedia is { Port: not 0 })
        .Select(it => (Sdp: it!, Media: it!.MessageMedia!, Uri: MsrpOccasions.Uris(it, it.MessageMedia!).LastOrDefault()))
        .Where(it => it.Uri?.Value is not null)
        .Select(it => new OfferedUri(it.Sdp, it.Media, it.Uri!));

    internal static string? SessionIdOf(SipMessage invite) =>
        SessionId().Match(invite.Body.Text(invite.Octets)) is { Success: true } match ? match.Groups[1].Value : null;

    private static bool Covers(string accepted, string contentType)
    {
        var type = contentType.Split(';')[0].Trim();
        return accepted.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(it => it.Split(';')[0])
            .Any(it => it == "*"
                || it.Equals(type, StringComparison.OrdinalIgnoreCase)
                || (it.EndsWith("/*", StringComparison.Ordinal) && type.StartsWith(it[..^1], StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex(@"^path:[^ \t]+(?: [^ \t]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex SoundPath();

    [GeneratedRegex(@"^(?:\*|[\w!#$%&'*+.^`{|}~-]+/[\w!#$%&'*+.^`{|}~-]+(?:;[^ ]+)*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SoundAcceptType();

    [GeneratedRegex(@"c=IN IP[46] [^\r\n]+", RegexOptions.CultureInvariant)]
    private static partial Regex ConnectionLine();

    [GeneratedRegex(@"m=message \d+ ", RegexOptions.CultureInvariant)]
    private static partial Regex MediaPortNumber();

    [GeneratedRegex(@"a=path:[^\r\n]*\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex PathLine();

    [GeneratedRegex(@"a=accept-types:[^\r\n]*\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex AcceptTypesLine();

    [GeneratedRegex(@"(msrp://[^/\r\n]+):\d+/", RegexOptions.CultureInvariant)]
    private static partial Regex UriPort();

    [GeneratedRegex(@"msrps?://[^/\s]+/([^;\s]+);", RegexOptions.CultureInvariant)]
    private static partial Regex SessionId();
}
