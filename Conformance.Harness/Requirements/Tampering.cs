using System.Text;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Requirements;

/// <summary>Edits that several mutants share.</summary>
internal static class Tampering
{
    /// <summary>Another request with the same fields: its method, a branch of its own, and so many CSeq numbers on.</summary>
    public static SipMessage AsNew(this SipMessage request, string method, int ahead = 1) => request
        .WithStartLine($"{method} {request.RequestUriSpan.Text(request.Octets)} SIP/2.0")
        .WithEdited("Via", via => via.Replace("branch=z9hG4bK", FormattableString.Invariant($"branch=z9hG4bK{method}{ahead}"), StringComparison.Ordinal))
        .With("CSeq", FormattableString.Invariant($"{(request.CSeq?.Value?.Number ?? 0) + ahead} {method}"));

    public static SipMessage WithSdp(this SipMessage message, Func<string, string> edit) => message.WithPartText("application/sdp", edit);

    /// <summary>Without the lines of the session description that begin so.</summary>
    public static SipMessage WithoutSdpLine(this SipMessage message, string beginning) =>
        message.WithSdpLines(line => line.StartsWith(beginning, StringComparison.Ordinal) ? [] : [line]);

    /// <summary>With the lines of the session description that begin so replaced.</summary>
    public static SipMessage WithSdpLine(this SipMessage message, string beginning, params string[] instead) =>
        message.WithSdpLines(line => line.StartsWith(beginning, StringComparison.Ordinal) ? instead : [line]);

    /// <summary>With lines at the end of the session description.</summary>
    public static SipMessage WithMoreSdp(this SipMessage message, params string[] lines) =>
        message.WithSdp(text => text + string.Concat(lines.Select(it => it + "\r\n")));

    public static SipMessage WithListText(this SipMessage message, string old, string instead) =>
        message.WithPartText(Sent.ListType, text => text.Replace(old, instead, StringComparison.Ordinal));

    public static SipMessage WithBodyText(this SipMessage message, Func<string, string> edit) =>
        message.WithBody(Encoding.UTF8.GetBytes(edit(message.Body.Text(message.Octets))));

    /// <summary>With the body replaced by its session description alone.</summary>
    public static SipMessage WithPlainSdp(this SipMessage message) => message.BodyPart("application/sdp") is { } part
        ? message.With("Content-Type", "application/sdp").WithBody(part.Content.Of(message.Octets))
        : message;

    /// <summary>Rewrites each INVITE outside a dialog that carries a list.</summary>
    public static Mutant RewritesGroupInvite(string name, Func<SipMessage, SipMessage> rewrite) =>
        Mutant.RewritesSip(name, it => it.Method == "INVITE" && it.BodyPart(Sent.ListType) is not null, rewrite);

    /// <summary>Rewrites each INVITE outside a dialog that carries no list.</summary>
    public static Mutant RewritesOneToOneInvite(string name, Func<SipMessage, SipMessage> rewrite) =>
        Mutant.RewritesSip(name, it => it.Method == "INVITE" && it.BodyPart(Sent.ListType) is null, rewrite);

    private static SipMessage WithSdpLines(this SipMessage message, Func<string, string[]> edit) => message.WithSdp(text => string.Concat(text
        .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(edit)
        .Select(it => it + "\r\n")));
}
