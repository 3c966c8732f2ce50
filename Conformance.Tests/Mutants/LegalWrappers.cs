using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Mutants;

/// <summary>Other ways to wrap a message in message/cpim.</summary>
internal static class LegalWrappers
{
    private const string Core = "<urn:ietf:params:cpim-headers:>";

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        Of("wrapper-without-time", "RFC 4975 section 13", text => Regex.Replace(text, "DateTime: [^\r]*\r\n", "")),
        Of("wrapper-with-time-of-another-zone", "RFC 3862 section 4.4", text => Regex.Replace(text, "(DateTime: [^\r]*)Z\r\n", "$1.25+05:30\r\n")),
        Of("wrapper-with-subject", "RFC 3862 section 4.5", text => text.Swap("DateTime:", "Subject:;lang=sk Č. 1: \\\"áno\\\"\r\nDateTime:")),
        Of("wrapper-with-extension-headers", "RFC 3862 section 3.4", text => text.Swap("DateTime:", "NS: x <http://im.example/x>\r\nNS: y-1 <urn:x:y>\r\nx.Option: 1\r\nx.Option:;a=\"b; c\";d=2 2\r\ny-1.From: 3\r\nRequire: From,x.Option\r\nDateTime:")),
        Of("wrapper-with-names-of-a-prefix", "RFC 3862 section 4", text => $"NS: s {Core}\r\nNS: <urn:x:y>\r\n" + Regex.Replace(text.Split("\r\n\r\n")[0], "^", "s.", RegexOptions.Multiline) + text[text.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]),
        Of("wrapper-with-names", "RFC 3862 section 4.1", text => text.Swap("From: <", "From: \"Alice; <A>\" <").Swap("To: <", "To: Žofia z Lesa <")),
        Of("wrapper-to-several", "RFC 4975 section 13", text => Regex.Replace(text, "(From: [^\r]*\r\n)(To: [^\r]*\r\n)", "$2To: <sip:carol@im.example>\r\ncc: <sip:dave@im.example>\r\ncc: <sip:erin@im.example>\r\n$1")),
        Of("wrapper-with-unknown-header", "RFC 3862 section 2.2", text => text.Swap("DateTime:", "X-Unheard!#$%&'*+^_`|~: \r\nDateTime:")),
        Of("wrapped-content-with-mime-headers", "RFC 3862 section 2.4", text => text.Swap("Content-Type: text/plain", "MIME-Version: 1.0\r\nContent-ID: <1@im.example>\r\ncontent-type:\r\n Text/PLAIN;\r\n\tcharset=\"utf-8\"")),
        LegalVariant.OfMsrp("type-of-wrapper-in-odd-case", "RFC 2045 section 5.1", it => CpimMessage.Is(it.ContentType), it => it.With("Content-Type", "Message/CPIM;x=y")) with { Scenarios = [RefusedMessages.OddAnswers] },
        LegalVariant.OfMsrp("every-text-wrapped", "RFC 4975 section 13", it => IsWhole(it) && it.ContentType == "text/plain", Wrapped) with { Unsuited = ["msrp-answers-odd"] },
    ];

    private static LegalVariant Of(string name, string source, Func<string, string> edit) =>
        LegalVariant.OfMsrp(name, source, it => IsWhole(it) && CpimMessage.Is(it.ContentType), it => WithBody(it, Encoding.UTF8.GetBytes(edit(it.Body.Text(it.Octets))))) with { Scenarios = [RefusedMessages.OddAnswers] };

    private static bool IsWhole(MsrpMessage message) => message is { Method: "SEND", HasBody: true, ContinuationFlag: '$', ByteRange.Value.Start: 1 };

    private static MsrpMessage Wrapped(MsrpMessage message) => WithBody(
        message.With("Content-Type", CpimMessage.MediaType),
        CpimMessage.Write([("From", "<sip:alice@im.example>"), ("To", "<sip:bob@im.example>")], message.ContentType!, message.Body.Of(message.Octets)));

    private static MsrpMessage WithBody(MsrpMessage message, byte[] body) =>
        message.WithOctets(message.Body, body).With("Byte-Range", FormattableString.Invariant($"1-{body.Length}/{body.Length}"));
}
