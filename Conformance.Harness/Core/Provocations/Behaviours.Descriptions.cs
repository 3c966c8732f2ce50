using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <content>Answers to the offer that look unusual, or turn it down.</content>
public static partial class Behaviours
{
    private const string Sdp = "application/sdp";

    public static readonly Behaviour StreamRejected = Describes(
        "rejected-stream",
        "answers the INVITE with a 200 whose session description rejects the stream by port 0 (RFC 3264 section 6)",
        it => it.WithPartText(Sdp, text => MediaPort().Replace(text, "m=message 0 ")));

    public static readonly Behaviour UnknownAttributes = Describes(
        "unknown-attributes",
        "answers the INVITE with a 200 whose session description has a bandwidth and attributes that nobody knows",
        it => it.WithPartText(Sdp, text => MediaLine().Replace(text, "$0b=AS:64\r\na=x-foo:bar\r\na=x-flag\r\n")));

    /// <summary>The path alone says where to connect (RFC 4975 section 8.1): the m= line has the core's port for SIP, where somebody listens, too.</summary>
    public static readonly Behaviour Decoy = Describes(
        "decoy-port",
        "answers the INVITE with a 200 whose m= line has another port than its path",
        it => it.WithPartText(Sdp, text => MediaPort().Replace(text, $"m=message {(it.Contacts[0].Value?.Uri as SipUri)?.Port} ")));

    public static readonly Behaviour MultipartAnswer = Encloses(
        "multipart-answer",
        "answers the INVITE with a 200 whose session description stands in a multipart/mixed, between a preamble and an epilogue",
        sdp => [.. "Written before any delimiter.\r\n"u8, .. Part("outer", Sdp, sdp), .. "Written behind the last delimiter.\r\n"u8]);

    public static readonly Behaviour NestedAnswer = Encloses(
        "nested-answer",
        "answers the INVITE with a 200 whose session description stands in a multipart/mixed within another",
        sdp => Part("outer", "multipart/mixed;boundary=inner\r\nContent-ID: <inner@im.example>", Part("inner", Sdp, sdp)));

    private static Behaviour Describes(string name, string purpose, Func<SipMessage, SipMessage> form) =>
        new(name, purpose) { Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { Form = form }) };

    /// <summary>Who does not say that it takes a multipart is not given one (RFC 3261 section 20.1).</summary>
    private static Behaviour Encloses(string name, string purpose, Func<byte[], byte[]> body) => new(name, $"{purpose}, if the INVITE accepts one")
    {
        Invite = new InvitePolicy(attempt => attempt.Invite.Accepts("multipart/mixed")
            ? [new Reply(180), new Reply(200) { Form = it => it.With("Content-Type", "multipart/mixed;boundary=outer").WithBody(body(it.Body.Of(it.Octets).ToArray())) }]
            : InvitePolicy.Usual.Plan(attempt)),
    };

    private static byte[] Part(string boundary, string contentType, byte[] content) =>
        new MultipartWriter(boundary).Part(content, $"Content-Type: {contentType}").Write();

    [GeneratedRegex(@"m=message \d+ ", RegexOptions.CultureInvariant)]
    private static partial Regex MediaPort();

    [GeneratedRegex(@"m=message [^\r]*\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex MediaLine();
}
