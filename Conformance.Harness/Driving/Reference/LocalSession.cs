using System.Net;
using System.Net.Sockets;
using Conformance.Harness.Wire.Sdp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The client's side of one MSRP session as it is offered and answered. The version rises only when what is described
/// changes (RFC 3264 section 8).
/// </summary>
internal sealed class LocalSession(IPEndPoint address, string path, bool isSecure, int sessionId)
{
    /// <summary>
    /// What the client takes: text, and the types that RFC 4975 makes mandatory, which section 8.6 wants signalled.
    /// text/plain stands first: message/cpim there would ask the peer to wrap everything (section 13).
    /// </summary>
    public static readonly IReadOnlyList<string> AcceptTypes =
        ["text/plain", "message/cpim", "multipart/mixed", "multipart/alternative", "multipart/signed"];

    private readonly string _family = address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
    private readonly List<string[]> _refused = [];
    private int _place;
    private int _version;
    private string _described = "";

    /// <summary>The own MSRP URI.</summary>
    public string Path => path;

    /// <summary>
    /// An offer: one message stream, both ways, said so (6.1.3.2.1 item 5). Streams that the peer has added and were refused
    /// keep their places (RFC 3264 section 8).
    /// </summary>
    public byte[] Offer() => Describe([.. _refused[.._place], Message("sendrecv"), .. _refused[_place..]]);

    /// <summary>The answer to an offer of a later INVITE: each stream in its place, all but the message stream refused (RFC 3264 section 6).</summary>
    public byte[] Answer(SdpDescription offer, SdpMedia message)
    {
        _refused.Clear();
        _refused.AddRange(offer.Media.Where(it => it != message).Select(Refused));
        _place = offer.Media.TakeWhile(it => it != message).Count();
        return Describe([.. offer.Media.Select(it => it == message ? Message(Mirrored(offer, it)) : Refused(it))]);
    }

    private byte[] Describe(IReadOnlyList<string[]> media)
    {
        var described = string.Join('|', media.SelectMany(it => it));
        if (described != _described)
        {
            _described = described;
            _version++;
        }

        var host = $"IN {_family} {address.Address}";
        var writer = new SdpWriter()
            .Line('v', "0")
            .Line('o', $"- {sessionId} {_version} {host}")
            .Line('s', "-")
            .Line('c', host)
            .Line('t', "0 0");
        foreach (var line in media.SelectMany(it => it))
        {
            writer.Line(line[0], line[2..]);
        }

        return writer.Write();
    }

    private string[] Message(string direction) =>
    [
        $"m=message {address.Port} {RemoteSession.ProtocolOf(isSecure)} *",
        $"a=accept-types:{string.Join(' ', AcceptTypes)}",
        $"a=path:{path}",
        $"a={direction}",
    ];

    private static string[] Refused(SdpMedia media) =>
        [$"m={media.Media} 0 {media.Protocol} {string.Join(' ', media.Formats)}"];

    private static string Mirrored(SdpDescription offer, SdpMedia media) => offer.DirectionsOf(media).FirstOrDefault()?.Name switch
    {
        "sendonly" => "recvonly",
        "recvonly" => "sendonly",
        "inactive" => "inactive",
        _ => "sendrecv",
    };
}
