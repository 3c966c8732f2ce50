using System.Text;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Provocations;

/// <content>Responses to an INVITE in unusual forms and at unusual times.</content>
public static partial class Behaviours
{
    public static readonly Behaviour Compact = new("compact-answer", "answers the INVITE with compact header names throughout (RFC 3261 section 7.3.3)")
    {
        Invite = InvitePolicy.Always(new Reply(180) { Form = InCompactForm }, new Reply(200) { Form = InCompactForm }),
    };

    public static readonly Behaviour Folded = new("folded-answer", "answers the INVITE with folded lines, white space before colons and odd case (RFC 3261 section 7.3.1)")
    {
        Invite = InvitePolicy.Always(new Reply(180) { Form = Fold }, new Reply(200) { Form = Fold }),
    };

    public static readonly Behaviour LineEndsFirst = new("line-ends-first", "puts two line ends before each response to an INVITE that came over TCP (RFC 3261 section 7.5)")
    {
        Invite = InvitePolicy.Always(new Reply(180) { Form = WithLineEnds }, new Reply(200) { Form = WithLineEnds }),
    };

    public static readonly Behaviour Stray = new(
        "stray-answers",
        "answers the INVITE with 200s that are not for it, of another branch, of another sent-by and with two Vias, and then refuses it with 486")
    {
        Invite = InvitePolicy.Always(
            new Reply(180),
            new Reply(200) { IsLate = true, Leg = "branch", Form = it => it.With("Via", Vias(it)[0].Replace("branch=z9hG4bK", "branch=z9hG4bKstray", StringComparison.Ordinal)) },
            new Reply(200) { IsLate = true, Leg = "sent-by", Form = it => it.With("Via", ForAnother(it)) },
            new Reply(200) { IsLate = true, Leg = "vias", Form = it => it.With("Via", $"{Vias(it)[0]}, SIP/2.0/UDP 192.0.2.253;branch=z9hG4bKsecond") },
            new Reply(486) { After = TimeSpan.FromMilliseconds(500) }),
    };

    public static readonly Behaviour Late = new("late-answer", "refuses the INVITE with 486 and sends a 200 all the same")
    {
        Invite = InvitePolicy.Always(
            new Reply(180),
            new Reply(486),
            new Reply(200) { IsLate = true, Leg = "late", After = TimeSpan.FromMilliseconds(200) }),
    };

    public static readonly Behaviour RingsLate = new("rings-late", "leaves the INVITE without any response for a second and rings then until it is cancelled")
    {
        Invite = InvitePolicy.Always(new Reply(180) { After = TimeSpan.FromSeconds(1) }),
    };

    private static IReadOnlyList<string> Vias(SipMessage message) => message.ElementTexts("Via");

    /// <summary>The top Via with the sent-by of a host that is not there.</summary>
    private static string ForAnother(SipMessage message)
    {
        var top = Vias(message)[0];
        return $"SIP/2.0/{message.Vias[0].Value!.Transport} 192.0.2.253:5099{top[top.IndexOf(';', StringComparison.Ordinal)..]}";
    }

    private static SipMessage InCompactForm(SipMessage message) => WithLines(message, line =>
        HeaderTable.CompactForm(line.Split(':')[0]) is { } letter ? letter + line[line.IndexOf(':', StringComparison.Ordinal)..] : line);

    /// <summary>"Via: x" becomes "vIA :" and a line that goes on with "x".</summary>
    private static SipMessage Fold(SipMessage message) => WithLines(message, line =>
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = line[..1].ToLowerInvariant() + line[1..colon].ToUpperInvariant();
        return $"{name} :\r\n\t{line[(colon + 1)..].Trim()}";
    });

    private static SipMessage WithLineEnds(SipMessage message) => message.Vias[0].Value!.Transport != "UDP"
        ? SipMessage.Parse((byte[])[.. "\r\n\r\n"u8, .. message.Octets.Span])
        : message;

    private static SipMessage WithLines(SipMessage message, Func<string, string> edit)
    {
        var head = Encoding.UTF8.GetString(message.Octets.Span[..message.Head.End]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var text = string.Concat(head.Skip(1).Select(edit).Prepend(head[0]).Select(it => it + "\r\n"));
        return SipMessage.Parse((byte[])[.. Encoding.UTF8.GetBytes(text), .. message.Octets.Span[message.Head.End..]]);
    }
}
