using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>The same header fields in other forms that the grammar of SIP allows.</summary>
internal static class LegalHeaderForms
{
    private static readonly Dictionary<string, string> Compact = new()
    {
        ["Via"] = "v",
        ["From"] = "f",
        ["To"] = "t",
        ["Call-ID"] = "i",
        ["Contact"] = "m",
        ["Content-Type"] = "c",
        ["Content-Length"] = "l",
        ["Supported"] = "k",
        ["Content-Encoding"] = "e",
        ["Subject"] = "s",
        ["Event"] = "o",
    };

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        LegalVariant.OfSip("compact-names", "RFC 3261 section 7.3.3", _ => true, it => Renamed(it, name => Compact.GetValueOrDefault(name, name))),
        LegalVariant.OfSip("upper-case-compact-names", "RFC 3261 section 7.3.1", _ => true, it => Renamed(it, name => Compact.GetValueOrDefault(name, name).ToUpperInvariant())),
        LegalVariant.OfSip("odd-case-names", "RFC 3261 section 7.3.1", _ => true, it => Renamed(it, Texts.OddCase)),
        LegalVariant.OfSip("upper-case-names", "RFC 3261 section 7.3.1", _ => true, it => Renamed(it, name => name.ToUpperInvariant())),
        LegalVariant.OfSip("folded-behind-the-colon", "RFC 3261 section 7.3.1", _ => true, it => it.WithEachLine((name, line) => $"{name}:\r\n {Texts.ValueOf(line)}")),
        LegalVariant.OfSip("folded-at-separators", "RFC 3261 section 7.3.1", _ => true, it => it.WithEachLine(FoldedAtSeparators)),
        LegalVariant.OfSip("folded-with-tabs", "RFC 3261 section 25.1", _ => true, it => it.WithEachLine((name, line) => $"{name}\t:\t\r\n\t {Texts.ValueOf(line)}")),
        LegalVariant.OfSip("no-space-behind-the-colon", "RFC 3261 section 7.3.1", _ => true, it => it.WithEachLine((name, line) => $"{name}:{Texts.ValueOf(line)}")),
        LegalVariant.OfSip("spaces-about-the-colon", "RFC 3261 section 7.3.1", _ => true, it => it.WithEachLine((name, line) => $"{name}  :   {Texts.ValueOf(line)}")),
        LegalVariant.OfRequests("spaces-about-separators", "RFC 3261 section 25.1", it => it.WithEachLine(Spaced)),
        LegalVariant.OfRequests("spaces-within-via", "RFC 3261 section 20.42", it => it.WithValues("Via", value => Regex.Replace(value, @"^SIP/2\.0/(\w+) ([^;]+):(\d+)", "SIP / 2.0 / $1   $2 : $3"))),
        LegalVariant.OfRequests("spaces-within-cseq", "RFC 3261 section 25.1", it => it.WithValues("CSeq", value => value.Swap(" ", " \t  "))),
        LegalVariant.OfSip("call-id-first-and-via-last", "RFC 3261 section 7.3.1", _ => true, it => it.WithLines(CallIdFirst)),
        LegalVariant.OfSip("names-in-alphabetical-order", "RFC 3261 section 7.3.1", _ => true, it => it.WithLines(lines => lines.OrderBy(Texts.NameOf, StringComparer.Ordinal))),
        LegalVariant.OfSip("rows-apart", "RFC 3261 section 7.3.1", _ => true, it => it.WithLines(lines => lines.OrderBy(line => Texts.NameOf(line) != "Content-Length").ThenByDescending(Texts.NameOf, StringComparer.Ordinal))),
        LegalVariant.OfSip("routes-in-one-row", "RFC 3261 section 7.3.1", it => it.Addresses("Route").Count > 1, it => Joined(it, "Route")),
        LegalVariant.OfSip("lists-in-several-rows", "RFC 3261 section 7.3.1", _ => true, it => it.WithLines(lines => lines.SelectMany(InRows))),
        LegalVariant.OfRequests("content-length-padded-with-spaces", "RFC 3261 section 20.14", it => it.WithValues("Content-Length", value => "     " + value)),
        LegalVariant.OfRequests("numbers-with-leading-zeros", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "Content-Length" or "Max-Forwards" or "CSeq" or "Expires" ? $"{name}: 000{Texts.ValueOf(line)}" : line)),
        LegalVariant.OfSip("media-types-in-odd-case", "RFC 3261 section 7.3.1", it => it.Header("Content-Type") is not null, it => it.WithValues("Content-Type", value => value.Swap("multipart/mixed", "MultiPart/MIXED").Swap("application/sdp", "Application/SDP"))),
        LegalVariant.OfSip("boundary-parameter-in-odd-case", "RFC 2045 section 5.1", it => it.Header("Content-Type") is not null, it => it.WithValues("Content-Type", value => value.Swap(";boundary=", ";BoundAry="))),
        LegalVariant.OfSip("spaces-within-content-type", "RFC 3261 section 25.1", it => it.Header("Content-Type") is not null, it => it.WithValues("Content-Type", value => value.Swap("/", " / ").Swap(";boundary=", " ;\r\n\tboundary = "))),
        LegalVariant.OfSip("content-type-with-unknown-parameters", "RFC 3261 section 25.1", it => it.Header("Content-Type") is not null, it => it.WithValues("Content-Type", value => value.Swap(";boundary=", ";x=\"a;b=c\";charset=utf-8;boundary="))),
        LegalVariant.OfRequests("scheme-of-credentials-in-odd-case", "RFC 3261 section 25.1", it => it.WithValues("Authorization", value => value.Swap("Digest ", "dIGEST   ").Swap("algorithm=MD5", "ALGORITHM=md5").Swap("realm=", "Realm=").Swap("uri=", "URI="))),
        LegalVariant.OfRequests("credentials-in-another-order", "RFC 3261 section 25.1", it => it.WithValues("Authorization", value => "Digest " + string.Join(',', value["Digest ".Length..].Split(", ").Reverse()))),
        LegalVariant.OfRequests("unknown-parameter-of-credentials", "RFC 3261 section 25.1", it => it.WithValues("Authorization", value => value + ", auth-param=\"x, y\", z=1")),
        LegalVariant.OfSip("one-more-empty-supported", "RFC 3261 section 20.37", it => it.Method is "INVITE" or "REGISTER", it => it.WithLines(lines => [.. lines, "Supported:"])),
        LegalVariant.OfSip("parameter-names-in-odd-case", "RFC 3261 section 7.3.1", it => it.IsRequest, it => it.WithEachLine((name, line) => name is "Via" or "From" or "To" ? line.Swap(";tag=", ";TAG=").Swap(";branch=", ";Branch=").Swap(";rport", ";RPORT") : line)),
    ];

    private static SipMessage Renamed(SipMessage message, Func<string, string> rename) =>
        message.WithEachLine((name, line) => rename(name) + line[name.Length..]);

    private static string FoldedAtSeparators(string name, string line) => name switch
    {
        "Via" => line.Swap("UDP ", "UDP\r\n  ").Swap("TCP ", "TCP\r\n  ").Swap(";branch", "\r\n\t;branch"),
        "CSeq" => $"CSeq: {Texts.ValueOf(line).Swap(" ", "\r\n ")}",
        "Call-ID" or "User-Agent" => line,
        _ => line.Swap(", ", ",\r\n ").Swap(">;", ">\r\n ;").Swap(";boundary", ";\r\n boundary"),
    };

    private static string Spaced(string name, string line) => name switch
    {
        "Via" => line.Swap(";", " ; ").Swap("branch=", "branch = "),
        "From" or "To" or "Contact" => line.Swap(";tag=", "  ;  tag  =  ").Swap(": <", ":    <"),
        "Allow" or "Accept" or "Route" => line.Swap(",", " ,  "),
        "Authorization" => line.Swap(", ", "  ,\t").Swap("=\"", " = \"").Swap("qop=", "qop = ").Swap("nc=", "nc = "),
        _ => line,
    };

    private static IEnumerable<string> CallIdFirst(IReadOnlyList<string> lines) =>
        lines.OrderBy(it => Texts.NameOf(it) switch { "Call-ID" => 0, "CSeq" => 1, "Via" => 3, _ => 2 });

    private static SipMessage Joined(SipMessage message, string name) => message.WithLines(lines =>
    {
        var rows = lines.Where(it => Texts.NameOf(it) == name).ToList();
        var joined = $"{name}: {string.Join(",", rows.Select(Texts.ValueOf))}";
        return lines.Where(it => it == rows[0] || !rows.Contains(it)).Select(it => it == rows[0] ? joined : it);
    });

    private static IEnumerable<string> InRows(string line) => Texts.NameOf(line) is "Allow" or "Accept"
        ? Texts.ValueOf(line).Split(", ").Select(it => $"{Texts.NameOf(line)}: {it}")
        : [line];
}
