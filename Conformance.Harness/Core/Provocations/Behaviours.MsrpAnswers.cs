using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <content>Answers that say how MSRP is to be spoken, and what becomes of what the client sends (RFC 4975 sections 8 and 10).</content>
public static partial class Behaviours
{
    public static readonly Behaviour Relayed = new("relayed", "answers the INVITE with a 200 whose MSRP path has two URIs, as that of a peer behind a relay")
    {
        Msrp = new() { IsRelayed = true },
    };

    public static readonly Behaviour SmallMessages = Describes(
        "small-messages",
        "answers the INVITE with a 200 that wants no message of more than 100 octets",
        it => WithMediaAttribute(it, "a=max-size:100"));

    public static readonly Behaviour PrefersCpim = Describes(
        "prefers-cpim",
        "answers the INVITE with a 200 that names message/cpim before text/plain, as a gateway does",
        it => it.WithPartText(Sdp, text => text.Replace("a=accept-types:text/plain message/cpim", "a=accept-types:message/cpim text/plain", StringComparison.Ordinal)));

    public static readonly Behaviour AnyType = AcceptsTypes("types-any", "any type", "*");

    public static readonly Behaviour AnyText = AcceptsTypes("types-text", "any text", "text/*");

    public static readonly Behaviour OnlyCpim = AcceptsTypes("types-cpim", "message/cpim alone, and text within it", "message/cpim\r\na=accept-wrapped-types:text/plain");

    public static readonly Behaviour OnlyImages = AcceptsTypes("types-image", "images alone", "image/png");

    public static readonly Behaviour WithoutPath = Describes(
        "without-path",
        "answers the INVITE with a 200 whose session description has no MSRP path",
        it => it.WithPartText(Sdp, text => PathLine().Replace(text, "")));

    public static readonly Behaviour WithoutDescription = new("without-description", "answers the INVITE with a 200 that has no session description")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { HasAnswer = false }),
    };

    /// <summary>As one does who reads slowly.</summary>
    public static readonly Behaviour MsrpSlow = new("msrp-slow", "answers what the client sends over MSRP with content three seconds late")
    {
        Msrp = new() { Answers = _ => new MsrpAnswer(200) { After = TimeSpan.FromSeconds(3) } },
    };

    public static readonly Behaviour MsrpSilence = new("msrp-silence", "never answers what the client sends over MSRP with content")
    {
        Msrp = new() { Answers = _ => new MsrpAnswer(null) },
    };

    public static readonly Behaviour MsrpTooLarge = AnswersSend("msrp-413", "answers the client's first message over MSRP with 413", 413);

    public static readonly Behaviour MsrpOtherType = AnswersSend("msrp-415", "answers the client's first message over MSRP with 415", 415);

    public static readonly Behaviour MsrpNoSession = AnswersSend("msrp-481", "answers the client's first message over MSRP with 481", 481);

    public static readonly Behaviour MsrpReset = Resets("msrp-reset", "resets the MSRP connection behind the client's first message, which it has answered", 200);

    public static readonly Behaviour MsrpLost = Resets("msrp-lost", "resets the MSRP connection instead of answering the client's first message", null);

    private static Behaviour Resets(string name, string purpose, int? status) => new(name, purpose)
    {
        Msrp = new() { Answers = number => number == 1 ? new MsrpAnswer(status) { Resets = true } : null },
    };

    private static Behaviour AcceptsTypes(string name, string what, string types) => Describes(
        name,
        $"answers the INVITE with a 200 that takes {what}",
        it => it.WithPartText(Sdp, text => text.Replace("a=accept-types:text/plain message/cpim", $"a=accept-types:{types}", StringComparison.Ordinal)));

    [GeneratedRegex("a=path:[^\r]*\r\n", RegexOptions.CultureInvariant)]
    private static partial Regex PathLine();

    private static Behaviour AnswersSend(string name, string purpose, int status) => new(name, purpose)
    {
        Msrp = new() { Answers = number => number == 1 ? new MsrpAnswer(status) : null },
    };

    private static SipMessage WithMediaAttribute(SipMessage message, string line) => message.WithPartText(Sdp, text => MediaLine().Replace(text, $"$0{line}\r\n"));
}
