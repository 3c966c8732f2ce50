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
    /// <summary>Headers of RFC 3862 that one wrapper has once at most (RFC 4975 section 13).</summary>
    private static readonly string[] Single = ["From", "DateTime", "Subject", "Require"];

    /// <summary>The same with those that may come again. Of cc the two documents write the case differently.</summary>
    private static readonly string[] Known = [.. Single, "To", "NS"];

    public static readonly Requirement HeadersAreLines = Shall(
        id: "RFC3862-2.2-1",
        quote: "Each message header is one line of UTF-8 that ends with CRLF: its name in the right case, a colon, one space and a value, with no white space at either end.",
        when: Wrapped,
        then: it =>
        {
            var (message, reading) = it;
            var head = reading.Value!.Head;
            var defects = reading.Defects.Where(defect => defect.Kind is DefectKind.MalformedCpimHeader or DefectKind.BareLineFeed or DefectKind.CpimSectionNotClosed && defect.Span.End <= head.End).ToList();
            var odd = reading.Value.Headers.FirstOrDefault(IsInOddCase);
            const string Expected = "message headers as lines of the form Name: value";
            const string Mend = "write each message header as Name: value, on one line that ends with CRLF";
            return defects.Count > 0
                ? Finding.Fails(Expected, $"{ExpectSoundness.Words(defects[0].Kind)}: {defects[0].Span.Text(reading.Value.Octets)}", Mend, message.At(defects[0].Span, "message header"), message.Evidence)
                : Finding.That(odd is null, Expected, odd is null ? "as expected" : $"{odd.Name}, whose case matters", Mend, message.At(odd?.Span ?? head, "message header"), message.Evidence);
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
        then: it =>
        {
            var (message, wrapper) = (it.Message, it.Reading.Value!);
            var runsOn = !wrapper.Body.IsEmpty && it.Reading.Defects.Any(defect => defect.Kind == DefectKind.PartWithoutBlankLine);
            return Finding.That(
                wrapper.ContentType is not null && !runsOn,
                "a Content-Type behind the message headers and an empty line, and the content behind another",
                wrapper.ContentType is null ? "no Content-Type" : runsOn ? "no empty line before the content" : wrapper.ContentType,
                "write Content-Type behind the empty line, and another empty line behind it",
                message.At(wrapper.Content.Head, "MIME header fields"),
                message.Evidence);
        },
        mutants:
        [
            InWrapper("wraps-without-content-type", text => text.Replace("Content-Type: text/plain\r\n", "Content-Language: sk\r\n", StringComparison.Ordinal)),
            InWrapper("wraps-content-without-an-empty-line", text => text.Replace("Content-Type: text/plain\r\n\r\n", "Content-Type: text/plain\r\n", StringComparison.Ordinal)),
        ],
        conditional: true);

    /// <summary>RFC 4975 section 13. Headers of other namespaces may come as often as their definitions say.</summary>
    public static readonly Requirement NamesBothSides = Shall(
        id: "RFC4975-13-2",
        quote: "A message/cpim has From and To, and no header of RFC 3862 twice but NS, To and CC; it is wrapped whole before it is cut into chunks.",
        when: Wrapped,
        then: it =>
        {
            var headers = it.Reading.Value!.Headers.Where(header => header.IsCore).ToList();
            var twice = Single.FirstOrDefault(name => headers.Count(header => header.Is(name)) > 1);
            var wrong = !headers.Exists(header => IsCalled(header, "From")) ? "no From"
                : !headers.Exists(header => IsCalled(header, "To")) ? "no To"
                : twice is not null ? $"{twice} twice"
                : IsWrappedInPieces(it.Message) ? "each chunk in a wrapper of its own"
                : null;
            return Finding.That(
                wrong is null,
                "From and To in the wrapper, no other header of RFC 3862 than NS, To and CC twice, and one wrapper for all chunks",
                wrong ?? "as expected",
                "write From and To, each header once, and cut into chunks what is wrapped",
                it.Message.At(it.Reading.Value.Head, "message headers"),
                it.Message.Evidence);
        },
        mutants:
        [
            InWrapper("wraps-without-from", text => text.Replace("From: ", "Subject: ", StringComparison.Ordinal)),
            InWrapper("names-its-time-twice", text => text.Replace("DateTime: ", "DateTime: 2005-01-01T00:00:00Z\r\nDateTime: ", StringComparison.Ordinal)),
            new Mutant("wraps-each-chunk", WrapsEachChunk),
        ],
        conditional: true);

    /// <summary>RFC 4975 section 13. That somebody is writing (RFC 3994) is no instant message.</summary>
    public static readonly Requirement WrapsForGateways = Should(
        id: "RFC4975-13-1",
        quote: "For a peer that names message/cpim first in its accept-types, each instant message is wrapped in message/cpim.",
        when: trace => trace.ClientMessages().Where(it => !it.ContentType.StartsWith("application/im-iscomposing", StringComparison.OrdinalIgnoreCase) && it.Session.Answer.MessageMedia?.Attribute("accept-types")?.Value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var first, ..] && CpimMessage.Is(first)),
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
    private static bool IsInOddCase(CpimHeader header) => header.IsCore && Known.Any(it => it != header.LocalName && IsCalled(header, it));

    /// <summary>In whatever case: that it is the right one is the matter of another statement.</summary>
    private static bool IsCalled(CpimHeader header, string name) => header.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether what follows the first chunk begins, each time, with a wrapper between the same two.</summary>
    private static bool IsWrappedInPieces(SentMessage message)
    {
        var wrappers = message.Parts.Select(it => CpimMessage.Parse(it.Msrp.Body.Of(it.Octets).ToArray()).Value!).ToList();
        return wrappers.Count > 1 && wrappers.TrueForAll(it => it is { ContentType: not null } && it.Header("From") is { } from
            && it.Header("To") is { } to
            && from == wrappers[0].Header("From")
            && to == wrappers[0].Header("To"));
    }

    /// <summary>Edits each message of the client that is wrapped and in one chunk, with its Byte-Range.</summary>
    private static Mutant InWrapper(string name, Func<string, string> edit) => Mutant.RewritesMsrp(
        name,
        it => it is { Method: "SEND", HasBody: true, ContinuationFlag: '$', ByteRange.Value.Start: 1 } && CpimMessage.Is(it.ContentType),
        it =>
        {
            var body = Encoding.UTF8.GetBytes(edit(it.Body.Text(it.Octets)));
            return it.WithOctets(it.Body, body).With("Byte-Range", FormattableString.Invariant($"1-{body.Length}/{body.Length}"));
        });

    /// <summary>Writes the wrapper of the first chunk before each chunk that follows.</summary>
    private static Tamper WrapsEachChunk()
    {
        var wrapper = "";
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Msrp || it.Msrp is not { Method: "SEND", HasBody: true, ByteRange.Value: { } range } send || !CpimMessage.Is(send.ContentType))
                {
                    return [it];
                }

                var text = send.Body.Text(send.Octets);
                if (range.Start == 1)
                {
                    wrapper = text[..(text.LastIndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
                    return [it];
                }

                var body = Encoding.UTF8.GetBytes(wrapper + text);
                return [it with { Octets = send.WithOctets(send.Body, body).With("Byte-Range", FormattableString.Invariant($"{range.Start}-*/*")).Octets }];
            },
        };
    }
}
