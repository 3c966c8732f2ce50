using System.Net.Sockets;
using System.Text;
using Conformance.Harness.Core.Msrp;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>The core's side of a session description: takes an MSRP chat over TCP or TLS and refuses every other medium (RFC 3264 section 6).</summary>
internal sealed class ChatSession
{
    private const string ChatOverTcp = "TCP/MSRP";
    private const string ChatOverTls = "TCP/TLS/MSRP";
    private readonly CoreServices _core;
    private readonly MsrpEndpoint _endpoint;
    private readonly string _clientPath;
    private readonly string[] _acceptTypes;
    private readonly bool _isSecure;
    private readonly int _id;
    private readonly List<MsrpChat> _formerChats = [];
    private int _version;
    private string _description = "";
    private string _agreed = "";

    private ChatSession(CoreServices core, MsrpEndpoint endpoint, SdpMedia media, MsrpPolicy policy)
    {
        _core = core;
        _endpoint = endpoint;
        _id = core.Identifiers.Number(int.MaxValue);
        _clientPath = media.Attribute("path")!.Value!.Trim();
        _acceptTypes = AcceptTypes(media);
        _isSecure = media.Protocol == ChatOverTls;
        Chat = endpoint.Open(_clientPath, _acceptTypes, policy, _isSecure);
    }

    public MsrpChat Chat { get; private set; }

    /// <summary>The description last given.</summary>
    public byte[] Current => Encoding.UTF8.GetBytes(Text());

    /// <summary>Whether the message offers a chat over TCP or TLS, as far as it can be taken.</summary>
    public static bool IsTaken(SipMessage invite, MsrpEndpoint endpoint) => Offer(invite)?.Media.Any(it => IsTaken(it, endpoint)) == true;

    /// <summary>Begins a session for an offer that can be taken.</summary>
    public static ChatSession Open(CoreServices core, MsrpEndpoint endpoint, SipMessage invite)
    {
        var offer = Offer(invite)!;
        var behaviour = core.Options.Behaviour.For(CalledUsers.Of(invite));
        var session = new ChatSession(core, endpoint, offer.Media.First(it => IsTaken(it, endpoint)), behaviour.Msrp);
        session.Describe(offer);
        return session;
    }

    /// <summary>Whether the message carries a session description.</summary>
    public static bool IsOffer(SipMessage message) => message.BodyPart("application/sdp") is not null;

    /// <summary>Answers another offer in the same session; null when its chat cannot be taken.</summary>
    public byte[]? Answer(SipMessage request)
    {
        if (Offer(request) is not { } offer || !offer.Media.Any(it => IsTaken(it, _endpoint)))
        {
            return null;
        }

        Describe(offer);
        return Current;
    }

    /// <summary>The description changed into an offer of the core's own, of which <see cref="Conclude"/> says what became.</summary>
    /// <param name="edit">Changes the description from s= on.</param>
    /// <param name="hasNewPath">Whether the chat moves to another path; the former one stays open for what is under way.</param>
    public byte[] Propose(Func<string, string> edit, bool hasNewPath)
    {
        _agreed = _description;
        var description = edit(_description);
        if (hasNewPath)
        {
            var former = Chat.Path;
            _formerChats.Add(Chat);
            Chat = _endpoint.Open(_clientPath, _acceptTypes, MsrpPolicy.Silent, _isSecure);
            description = description.Replace(former, Chat.Path, StringComparison.Ordinal);
        }

        Change(description);
        return Current;
    }

    /// <summary>An offer that was refused leaves the session as it was (RFC 3264 section 8).</summary>
    public void Conclude(bool isAccepted)
    {
        if (isAccepted)
        {
            return;
        }

        Change(_agreed);
        if (_formerChats.Find(it => _agreed.Contains(it.Path, StringComparison.Ordinal)) is { } former)
        {
            _endpoint.Close(Chat);
            _formerChats.Remove(former);
            Chat = former;
        }
    }

    public void Close()
    {
        _endpoint.Close(Chat);
        _formerChats.ForEach(_endpoint.Close);
    }

    private static SdpDescription? Offer(SipMessage message) => message.BodyPart("application/sdp") is { } part
        ? SdpDescription.Parse(message.Octets, part.Content).Value
        : null;

    private static bool IsTaken(SdpMedia media, MsrpEndpoint endpoint) =>
        media.Media == "message"
        && (media.Protocol == ChatOverTcp || (media.Protocol == ChatOverTls && endpoint.IsSecure))
        && media.Port is > 0
        && media.Attribute("path")?.Value is { } path
        && path.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } uris
        && uris.All(it => MsrpUri.Parse(it).Value is not null);

    private static string[] AcceptTypes(SdpMedia media) =>
        media.Attribute("accept-types")?.Value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? ["*"];

    /// <summary>A description that differs from the one before has a version one higher (RFC 3264 section 8).</summary>
    private void Describe(SdpDescription offer)
    {
        var taken = offer.Media.First(it => IsTaken(it, _endpoint));
        var text = new StringBuilder($"s=-\r\nc={Address()}\r\nt={offer.Lines.FirstOrDefault(it => it.Type == 't')?.Value ?? "0 0"}\r\n");
        foreach (var media in offer.Media)
        {
            text.Append(media == taken ? Accepted(offer, media) : Refused(media));
        }

        Change(text.ToString());
    }

    private void Change(string description)
    {
        if (_description != description)
        {
            _description = description;
            _version++;
        }
    }

    private string Text() => $"v=0\r\no=- {_id} {_version} {Address()}\r\n{_description}";

    private string Address() =>
        $"IN {(_core.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4")} {_core.Address.Address}";

    private static string Refused(SdpMedia media) =>
        $"m={media.Media} 0 {media.Protocol} {(media.Formats.Count == 0 ? "0" : string.Join(' ', media.Formats))}\r\n";

    private string Accepted(SdpDescription offer, SdpMedia media)
    {
        // The client may leave open who connects (RFC 6135); the core waits, as every answerer did before that (RFC 4975 section 5.4).
        var leavesItOpen = (media.Attribute("setup") ?? offer.Attribute("setup"))?.Value is "actpass" or "active";
        return $"m=message {MsrpUri.Parse(Chat.Path.Split(' ')[^1]).Value!.Port} {media.Protocol} *\r\n"
            + "a=accept-types:text/plain message/cpim\r\n"
            + $"a=path:{Chat.Path}\r\n"
            + (leavesItOpen ? "a=setup:passive\r\n" : "")
            + $"a={Direction(offer, media)}\r\n";
    }

    private static string Direction(SdpDescription offer, SdpMedia media) =>
        offer.DirectionsOf(media).FirstOrDefault()?.Name switch
        {
            "sendonly" => "recvonly",
            "recvonly" => "sendonly",
            "inactive" => "inactive",
            _ => "sendrecv",
        };
}
