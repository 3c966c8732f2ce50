using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3862 and RFC 4975 section 13: what a client wraps in message/cpim. It binds whoever wraps.</summary>
public static class Rfc3862
{
    /// <summary>Headers that one wrapper may have several times (RFC 4975 section 13).</summary>
    private static readonly string[] Repeatable = ["NS", "To", "CC", "cc"];

    public static readonly Requirement HeadersAreLines = Shall(
        id: "RFC3862-2.2-1",
        quote: "Each message header is one line of UTF-8 that ends with CRLF: its name in the right case, a colon, one space and a value, with no white space at either end.",
        when: Wrapped,
        then: it =>
        {
            var (message, reading) = it;
            var defects = reading.Defects.Where(defect => defect.Kind is DefectKind.MalformedCpimHeader or DefectKind.BareLineFeed or DefectKind.CpimSectionNotClosed).ToList();
            var odd = reading.Value!.Headers.FirstOrDefault(header => IsInOddCase(header.Name));
            const string Expected = "message headers as lines of the form Name: value";
            const string Mend = "write each message header as Name: value, on one line that ends with CRLF";
            return defects.Count > 0
                ? Finding.Fails(Expected, $"{defects[0].Kind}: {Encoding.UTF8.GetString(message.Body.AsSpan(defects[0].Span.Offset, defects[0].Span.Length))}", Mend, message.Evidence)
                : Finding.That(odd is null, Expected, odd is null ? "as expected" : $"{odd.Name}, whose case matters", Mend, message.Evidence);
        },
        mutants:
        [
            InWrapper("writes-from-in-small-letters", text => text.Replace("From:", "from:", StringComparison.Ordinal)),
            InWrapper("writes-no-space-behind-the-colon", text => text.Replace("From: ", "From:", StringComparison.Ordinal)),
            InWrapper("folds-its-message-headers", text => text.Replace("From: ", "From: \r\n ", StringComparison.Ordinal)),
        ],
        conditional: true);

    public static readonly Requirement ContentHasType = Shall(
        id: "RFC3862-2.4-1",
        quote: "What is wrapped has at least a Content-Type, behind the empty line that ends the message headers.",
        when: Wrapped,
        then: it => Finding.That(
            it.Reading.Value!.ContentType is not null,
            "a Content-Type behind the message headers and an empty line",
            it.Reading.Value.ContentType ?? "none",
            "write Content-Type behind the empty line, and another empty line behind it",
            it.Message.Evidence),
        mutants: [InWrapper("wraps-without-content-type", text => text.Replace("Content-Type: text/plain\r\n", "Content-Language: sk\r\n", StringComparison.Ordinal))],
        conditional: true);

    /// <summary>RFC 4975 section 13.</summary>
    public static readonly Requirement NamesBothSides = Shall(
        id: "RFC4975-13-2",
        quote: "A message/cpim has From and To, and no header twice but NS, To and CC; it is wrapped whole before it is cut into chunks.",
        when: Wrapped,
        then: it =>
        {
            const string Expected = "From and To in the wrapper, and no other header than NS, To and CC twice";
            var headers = it.Reading.Value!.Headers;
            var twice = headers.GroupBy(header => header.Name).FirstOrDefault(group => group.Count() > 1 && !Repeatable.Contains(group.Key))?.Key;
            var wrong = !headers.Any(header => header.Name.Equals("From", StringComparison.OrdinalIgnoreCase)) ? "no From"
                : !headers.Any(header => header.Name.Equals("To", StringComparison.OrdinalIgnoreCase)) ? "no To"
                : twice is not null ? $"{twice} twice"
                : null;
            return Finding.That(wrong is null, Expected, wrong ?? "as expected", "write From and To, each header once", it.Message.Evidence);
        },
        mutants:
        [
            InWrapper("wraps-without-from", text => text.Replace("From: ", "Subject: ", StringComparison.Ordinal)),
            InWrapper("names-its-time-twice", text => text.Replace("DateTime: ", "DateTime: 2005-01-01T00:00:00Z\r\nDateTime: ", StringComparison.Ordinal)),
        ],
        conditional: true);

    /// <summary>RFC 4975 section 13.</summary>
    public static readonly Requirement WrapsForGateways = Should(
        id: "RFC4975-13-1",
        quote: "For a peer that names message/cpim first in its accept-types, each instant message is wrapped in message/cpim.",
        when: trace => trace.ClientMessages().Where(it => it.Session.Answer.MessageMedia?.Attribute("accept-types")?.Value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] && CpimMessage.Is(first)),
        then: it => Finding.That(
            CpimMessage.Is(it.ContentType),
            "message/cpim as type of the message",
            it.ContentType,
            "wrap the message in message/cpim",
            it.First.MsrpField("Content-Type"),
            it.Session.Answer.At(it.Session.Answer.MessageMedia!.Attribute("accept-types")!)),
        mutants: [Mutant.Mishears("wraps-nothing-for-a-gateway", it => it.StatusCode == 200, it => it.WithSdpText("message/cpim text/plain", "text/plain message/cpim"))]);

    private static IEnumerable<(SentMessage Message, Reading<CpimMessage> Reading)> Wrapped(Trace trace) =>
        trace.ClientMessages().Where(it => it.Cpim is not null).Select(it => (it, it.Cpim!));

    /// <summary>A name of RFC 3862 in other letters is another header, which nobody knows.</summary>
    private static bool IsInOddCase(string name) =>
        new[] { "From", "To", "DateTime", "Subject", "NS", "Require" }.Any(it => it != name && it.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Edits the wrapper of each message of the client that has one, with its Byte-Range.</summary>
    private static Mutant InWrapper(string name, Func<string, string> edit) => Mutant.RewritesMsrp(
        name,
        it => it is { Method: "SEND", HasBody: true } && CpimMessage.Is(it.ContentType),
        it =>
        {
            var body = Encoding.UTF8.GetBytes(edit(it.Body.Text(it.Octets)));
            return it.WithOctets(it.Body, body).With("Byte-Range", FormattableString.Invariant($"1-{body.Length}/{body.Length}"));
        });
}
