using System.Text;
using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 9: the grammar of messages.</summary>
public static partial class Section9Syntax
{
    /// <summary>Section 9.</summary>
    public static readonly Requirement StartLine = Shall(
        id: "RFC4975-9-1",
        quote: "A request begins with MSRP, one space, a transaction id, one space and a method, MSRP and method in upper case.",
        when: trace => trace.ClientMsrp().Where(it => it.Msrp.StatusCode == 0),
        then: request => Finding.That(
            RequestStart().IsMatch(request.Msrp.StartLine.Text(request.Octets)),
            "MSRP SP <transaction id> SP <METHOD>",
            request.Excerpt(request.Msrp.StartLine),
            "write the start line as MSRP, one space, transaction id, one space, SEND",
            request.MsrpStart()),
        mutants: [Mutant.RewritesMsrp("writes-its-method-in-lower-case", Sends, it => WithMethod(it, "Send"))]);

    /// <summary>Section 9. Names are literals of the grammar and so without case.</summary>
    public static readonly Requirement PathsFirst = Shall(
        id: "RFC4975-9-2",
        quote: "To-Path is the first header field and From-Path the second, each name followed by a colon and one space; none is folded, and the fields of the grammar occur once.",
        when: trace => trace.ClientMsrp().Where(it => it.Msrp.IsRequest || it.Msrp.StatusCode > 0),
        then: HasPathsFirst,
        mutants: [Mutant.RewritesMsrp("puts-from-path-first", Sends, WithPathsSwapped)]);

    /// <summary>Section 9.</summary>
    public static readonly Requirement Idents = Shall(
        id: "RFC4975-9-3",
        quote: "Transaction id and Message-ID are 4 to 32 characters, the first a letter or digit, the others letters, digits or one of . - + % =.",
        when: trace => trace.ClientMsrp().Where(it => it.Msrp.IsRequest || it.Msrp.StatusCode > 0),
        then: message => message.HasNone(
            message.Msrp.Defects.Where(it => it.Kind == DefectKind.MalformedIdent),
            message.Msrp.Head,
            $"identifiers of 4 to 32 characters in the {message.MsrpTitle()}",
            "make an identifier of 4 to 32 letters and digits"),
        mutants: [Mutant.RewritesMsrp("begins-its-message-id-with-an-underscore", Sends, it => it.With("Message-ID", $"_{it.MessageId}"))]);

    internal static bool Sends(MsrpMessage message) => message.Method == "SEND";

    internal static MsrpMessage WithMethod(MsrpMessage message, string method)
    {
        var line = message.StartLine;
        return message.WithOctets(new ByteSpan(line.End - message.Method.Length, message.Method.Length), Encoding.ASCII.GetBytes(method));
    }

    private static Finding HasPathsFirst(WireMessage message)
    {
        var msrp = message.Msrp;
        var expected = $"To-Path and From-Path as the first header fields of the {message.MsrpTitle()}, each as Name: value";
        string[] paths = ["To-Path", "From-Path"];
        if (paths.FirstOrDefault(it => msrp.Header(it) is null) is { } missing)
        {
            return Finding.Fails(expected, $"no {missing}", $"add {missing}", message.At(msrp.Head, $"searched for {missing}"));
        }

        return message.HasNone(
            msrp.Defects.Where(it => it.Kind is DefectKind.MsrpHeaderOutOfOrder
                or DefectKind.MalformedMsrpHeader
                or DefectKind.RepeatedHeader
                or DefectKind.BareLineFeed
                or DefectKind.BareCarriageReturn),
            msrp.Head,
            expected,
            "write To-Path: …, From-Path: … and then each other field once, each on one line that ends in CRLF");
    }

    private static MsrpMessage WithPathsSwapped(MsrpMessage message)
    {
        var (to, from) = (message.Header("To-Path")!.Span, message.Header("From-Path")!.Span);
        var octets = message.Octets;
        return message.WithOctets(ByteSpan.Between(to.Offset, from.End), (byte[])[.. from.Of(octets), .. "\r\n"u8, .. to.Of(octets)]);
    }

    [GeneratedRegex(@"^MSRP [^ ]+ [A-Z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex RequestStart();
}
