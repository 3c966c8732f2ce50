using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 7: the form of requests, responses and their header fields.</summary>
public static partial class Section7Messages
{
    /// <summary>Section 7.</summary>
    public static readonly Requirement LineEnds = Shall(
        id: "RFC3261-7-1",
        quote: "The start line, every header line and the empty line that ends the head are closed by CRLF; the empty line is there even without a body.",
        when: trace => trace.ClientSip(),
        then: message => message.HasNone(
            message.Sip.Defects.Where(it => it.Kind is DefectKind.BareLineFeed or DefectKind.BareCarriageReturn or DefectKind.HeaderSectionNotClosed),
            message.Sip.Head,
            $"a head of the {message.Title()} whose lines end in CRLF and that an empty line closes",
            "end the line with CR LF, and put one empty line (CR LF) behind the last header field"),
        mutants: [Mutant.Rewrites("ends-a-line-with-bare-line-feed", "ACK", WithBareLineFeed)]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement RequestLine = Shall(
        id: "RFC3261-7.1-1",
        quote: "A request line is the method, one space, the Request-URI, one space and SIP/2.0 in upper case, with no white space elsewhere.",
        when: trace => trace.ClientRequests(),
        then: request => Finding.That(
            SoundRequestLine().IsMatch(SipOccasions.StartLineOf(request)),
            "<method> SP <Request-URI> SP SIP/2.0",
            request.Excerpt(request.Sip.StartLine),
            "write the request line as method, one space, URI, one space, SIP/2.0",
            request.StartLine()),
        mutants: [Mutant.Rewrites("doubles-the-space-after-the-method", "ACK", it =>
            it.WithStartLine($"ACK  {it.RequestUriSpan.Text(it.Octets)} SIP/2.0"))]);

    /// <summary>Section 7.1.</summary>
    public static readonly Requirement BareRequestUri = Shall(
        id: "RFC3261-7.1-2",
        quote: "The Request-URI holds no space and no control character that is not escaped, and is not put in angle brackets.",
        when: trace => trace.ClientRequests(),
        then: request =>
        {
            var uri = UriOf(SipOccasions.StartLineOf(request));
            return Finding.That(
                !uri.StartsWith('<') && !uri.Any(it => it is <= ' ' or '\x7f'),
                "a Request-URI as it is, escaped, without angle brackets",
                uri,
                uri.StartsWith('<') ? "take the angle brackets away" : "write a space in a URI as %20",
                request.StartLine());
        },
        mutants: [Mutant.Rewrites("brackets-the-request-uri", "ACK", it => it.WithRequestUri($"<{it.RequestUriSpan.Text(it.Octets)}>"))]);

    /// <summary>Section 7.3.1.</summary>
    public static readonly Requirement SingleFields = Shall(
        id: "RFC3261-7.3.1-1",
        quote: "A header field stands in several rows only if its value is a comma-separated list; all others occur once.",
        when: trace => trace.ClientSip(),
        then: OccursOnce,
        mutants: [Mutant.Rewrites("repeats-max-forwards", "ACK", it => it.WithAdded("Max-Forwards", "70"))]);

    /// <summary>Section 7.3.1.</summary>
    public static readonly Requirement ParametersOnce = Shall(
        id: "RFC3261-7.3.1-2",
        quote: "No parameter name stands twice in one header field value.",
        when: trace => trace.ClientSip(),
        then: message => message.HasNone(
            message.Sip.Inspect().Where(it => it.Kind == DefectKind.RepeatedParameter),
            message.Sip.Head,
            $"each parameter once in a header field value of the {message.Title()}",
            "remove the repeated parameter"),
        mutants: [Mutant.Rewrites("repeats-a-parameter-in-from", "ACK", it => it.WithEdited("From", from => $"{from};x=1;x=2"))]);

    /// <summary>Section 7.3.1. Seen in the methods that the client learnt: one row lost is a method lost.</summary>
    public static readonly Requirement RowsAreOneList = Shall(
        id: "RFC3261-7.3.1-3",
        quote: "Several rows of a list header field, one row with commas and any mix of both mean the same to the receiver.",
        when: trace => trace.Attempts().Where(it => it.Dialog?.Response.Sip.HeadersNamed("Allow").Count() > 1 && it.Description is not null),
        then: LearntEveryRow,
        mutants: [Mutant.Mishears("reads-only-the-first-allow-row", it => it.StatusCode == 200 && it.HeadersNamed("Allow").Count() > 1, it =>
            it.Without("Allow").WithAdded("Allow", it.Header("Allow")!.Value))]);

    /// <summary>Section 7.4.1.</summary>
    public static readonly Requirement BodyIsTyped = Shall(
        id: "RFC3261-7.4.1-1",
        quote: "Content-Type gives the media type of a body; Content-Encoding stands only with a body that is encoded.",
        when: trace => trace.ClientSip().Where(it => !it.Sip.Body.IsEmpty),
        then: message => Finding.All([message.HasHeader("Content-Type"), IsEncodedAsSaid(message)]),
        mutants:
        [
            Mutant.Rewrites("omits-content-type", "INVITE", it => it.Without("Content-Type")),
            Mutant.Rewrites("claims-an-encoding", "INVITE", it => it.WithAdded("Content-Encoding", "gzip")),
        ]);

    /// <summary>Of those that RFC 3261 table 2 knows, the fields whose grammar is no list and that a client of this kind sends.</summary>
    private static readonly string[] SingleValued =
        ["From", "To", "Call-ID", "CSeq", "Max-Forwards", "Content-Length", "Content-Type", "Content-Disposition", "Expires", "Event"];

    /// <summary>Methods that every client of this kind knows; one that it does not know it may leave out of what it stores.</summary>
    private static readonly string[] KnownMethods =
        ["INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "UPDATE", "PRACK", "SUBSCRIBE", "NOTIFY", "REFER", "MESSAGE", "INFO"];

    private static Finding OccursOnce(WireMessage message)
    {
        foreach (var name in SingleValued)
        {
            var rows = message.Sip.HeadersNamed(name).ToList();
            if (rows.Count > 1)
            {
                return Finding.Fails(
                    $"one {name} in the {message.Title()}",
                    $"{rows.Count} {name} header fields",
                    $"leave one {name} header field",
                    [.. rows.Select(it => message.At(it.Span, name))]);
            }
        }

        return Finding.Holds("header fields that are no lists once each", "as expected", message.At(message.Sip.Head, "searched for repeated header fields"));
    }

    private static Finding LearntEveryRow(ChatAttempt attempt)
    {
        var response = attempt.Dialog!.Response;
        var sent = response.Sip.ElementTexts("Allow");
        var expected = $"the methods of all Allow rows: {string.Join(", ", sent)}";
        var rows = response.Sip.HeadersNamed("Allow").Select(it => response.At(it.Span, "Allow row")).ToArray();
        if (attempt.Description!.SupportedMethods is not { } learnt)
        {
            return Finding.Undecided(expected, "the client does not say which methods it learnt", [.. rows]);
        }

        var lost = sent.Where(it => KnownMethods.Contains(it) && !learnt.Contains(it)).ToList();
        return Finding.That(
            lost.Count == 0,
            expected,
            $"the client learnt {string.Join(", ", learnt)}",
            $"read every Allow row, so that {string.Join(", ", lost)} is learnt too",
            [.. rows]);
    }

    private static Finding IsEncodedAsSaid(WireMessage message)
    {
        const string Expected = "no Content-Encoding on a body that is not encoded";
        var body = message.Sip.Body;
        return message.Sip.Header("Content-Encoding") is { } header && IsText(body.Of(message.Octets))
            ? Finding.Fails(Expected, $"Content-Encoding: {header.Value}, but the body is plain text", "remove Content-Encoding", message.At(header.Span, "Content-Encoding"), message.At(body, "a body in plain text"))
            : Finding.Holds(Expected, message.BodyTypes(), message.At(body, "body"));
    }

    /// <summary>Whether the octets are text in UTF-8: what no compression leaves behind.</summary>
    private static bool IsText(ReadOnlySpan<byte> octets) =>
        Encoding.UTF8.GetString(octets).All(it => it is '\r' or '\n' or '\t' or >= ' ' and not '�');

    private static string UriOf(string startLine)
    {
        var (first, last) = (startLine.IndexOf(' ', StringComparison.Ordinal), startLine.LastIndexOf(' '));
        return first < 0 ? "" : startLine[(first + 1)..(last > first ? last : startLine.Length)].Trim(' ');
    }

    private static SipMessage WithBareLineFeed(SipMessage message)
    {
        var line = message.Header("Max-Forwards")!.Span;
        return message.WithOctets(ByteSpan.Between(line.End - 2, line.End), "\n"u8);
    }

    [GeneratedRegex(@"^[\w.!%*+`'~-]+ [^\s]+ SIP/2\.0\z", RegexOptions.CultureInvariant)]
    private static partial Regex SoundRequestLine();
}
