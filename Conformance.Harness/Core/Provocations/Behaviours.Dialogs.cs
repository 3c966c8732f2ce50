using System.Text.RegularExpressions;

namespace Conformance.Harness.Core.Provocations;

/// <content>Requests of the peer in a dialog that is up (RFC 3261 sections 12.2 and 14).</content>
public static partial class Behaviours
{
    private const string Audio = "m=audio 49170 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n";

    public static readonly Behaviour PeerAsks = new("peer-asks", "the peer asks for the client's abilities, sends requests that few know, and offers the session again with an extension that nobody knows")
    {
        Dialog = new(
            new PeerRequest("OPTIONS"),
            new PeerRequest("INFO"),
            new PeerRequest("UPDATE"),
            new PeerRequest("INVITE") { Offers = Unchanged, Headers = [("Require", "foo-ext")] }),
    };

    public static readonly Behaviour PeerErrs = new("peer-errs", "the peer offers the session again with a sequence number that is over, and ends a dialog that there is not")
    {
        Dialog = new(
            new PeerRequest("OPTIONS"),
            new PeerRequest("INVITE") { Offers = Unchanged, IsStale = true },
            new PeerRequest("BYE") { IsForNobody = true }),
    };

    /// <summary>Audio in the place of the chat is another media type for the same stream, which section 8.3.3 of RFC 3264 allows to offer.</summary>
    public static readonly Behaviour PeerReoffers = new(
        "peer-reoffers",
        "the peer offers the session again: the same, one that only the peer sends in, the first one, one with audio beside it, one that the client is to describe, and one with audio alone")
    {
        Dialog = new(
            new PeerRequest("INVITE") { Offers = Unchanged },
            new PeerRequest("INVITE") { Offers = it => it.Replace("a=sendrecv", "a=sendonly", StringComparison.Ordinal) },
            new PeerRequest("INVITE") { Offers = it => it.Replace("a=sendonly", "a=sendrecv", StringComparison.Ordinal) },
            new PeerRequest("INVITE") { Offers = it => it + Audio },
            new PeerRequest("INVITE"),
            new PeerRequest("INVITE") { Offers = it => ChatStream().Replace(it, Audio) }),
    };

    public static readonly Behaviour PeerMoves = new("peer-moves", "the peer offers the session again with another MSRP path")
    {
        Dialog = new(new PeerRequest("INVITE") { Offers = Unchanged, HasNewPath = true }),
    };

    private static string Unchanged(string description) => description;

    [GeneratedRegex("m=message.*?(?=m=|\\z)", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ChatStream();
}
