using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>Other header fields, values and parameters than the reference client chooses.</summary>
internal static class LegalHeaderContents
{
    private const string Own = "<sip:alice@im.example>";

    private static readonly string[] Extras =
    [
        "Accept-Contact: *;+g.oma.sip-im;require;explicit",
        "P-Preferred-Identity: \"Alice\" <sip:alice@im.example>",
        "P-Access-Network-Info: 3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11",
        "Contribution-ID: 02d5f1b501e4c1aee61c74cb99142974",
    ];

    private static readonly string[] Optional =
    [
        "Subject:",
        "Organization: Žilina & Co",
        "Date: Sat, 13 Nov 2010 23:29:00 GMT",
        "Accept-Language: da, en-gb;q=0.8, en;q=0.7",
        "Accept-Encoding: gzip, identity;q=0",
        "Privacy: none",
        "Priority: non-urgent",
        "In-Reply-To: 70710@x.example, 17320@x.example",
        "Timestamp: 54.21 0.5",
        "Call-Info: <http://x.example/a.jpg> ;purpose=icon",
    ];

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        LegalVariant.OfRequests("addresses-without-brackets", "RFC 3261 section 20", it => it.WithEachLine((name, line) => name is "From" or "To" ? WithoutBrackets(line) : line)),
        LegalVariant.OfRequests("contact-without-brackets", "RFC 3261 section 20.10", it => it.WithValues("Contact", value => WithoutBrackets($" {value}").Trim())),
        LegalVariant.OfRequests("display-names-of-tokens", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "From" or "To" or "Contact" ? line.Swap(": <", ": Some One-Else's.Name <") : line)),
        LegalVariant.OfRequests("display-names-in-quotes", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "From" or "To" or "Contact" ? line.Swap(": <", ": \"Žofia \\\"<sip:x@y>;tag=1\\\", 你好 \\\\\"  <") : line)),
        LegalVariant.OfRequests("empty-display-names", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "From" or "To" or "Contact" ? line.Swap(": <", ": \"\" <") : line)),
        LegalVariant.OfRequests("unknown-parameters-of-addresses", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => (name is "From" or "To") && !line.Contains("x-flag", StringComparison.Ordinal) ? $"{line};x-flag;y=\"a;b\";z=[2001:db8::1]" : line)),
        LegalVariant.OfRequests("own-address-with-user-phone", "RFC 3261 section 19.1.1", it => it.WithEachLine((name, line) => name is "From" or "To" ? line.Swap(Own, "<sip:alice@im.example;user=phone>") : line)),
        LegalVariant.OfRequests("own-address-with-host-in-upper-case", "RFC 3261 section 19.1.4", it => it.WithEachLine((name, line) => name is "From" or "To" ? line.Swap(Own, "<SIP:alice@IM.Example>") : line)),
        LegalVariant.OfRequests("own-address-with-needless-escape", "RFC 3261 section 19.1.4", it => it.WithEachLine((name, line) => name is "From" or "To" ? line.Swap(Own, "<sip:%61lic%65@im.example>") : line)),
        LegalVariant.OfRequests("contact-with-feature-tags", "RFC 3840 section 9", it => it.WithValues("Contact", value => value + ";+g.oma.sip-im;text;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-aabbccddeeff>\";+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session\";q=0.7")),
        LegalVariant.Disguised("contact-with-uri-parameters", "RFC 5626 section 5.4", it => Regex.Replace(it, @"(?<=\nContact: <[^>\r\n]*)>", ";ob;transport=udp;x=%20>"), it => it.Swap(";ob;transport=udp;x=%20", "")),
        LegalVariant.OfRequests("contact-with-outbound-registration", "RFC 5626 section 4.2", it => it.WithEachLine((name, line) => name == "Contact" && it.Method is "REGISTER" ? $"{line};reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-aabbccddeeff>\"" : name == "Supported" ? WithTags(line, "path, outbound, gruu") : line)),
        LegalVariant.OfRequests("max-forwards-of-69", "RFC 3261 section 8.1.1.6", it => it.WithValues("Max-Forwards", _ => "69")),
        LegalVariant.OfRequests("no-user-agent", "RFC 3261 section 20.41", it => it.WithLines(lines => lines.Where(line => Texts.NameOf(line) != "User-Agent"))),
        LegalVariant.OfRequests("user-agent-with-comments", "RFC 3261 section 20.41", it => it.WithValues("User-Agent", _ => "Acme/2.1 (beta (build \\) 7); \"x\") lib.x/0 (Žilina)")),
        LegalVariant.OfRequests("supported-with-tags", "RFC 3261 section 20.37", it => it.WithEachLine((name, line) => name == "Supported" ? WithTags(line, "replaces, norefersub ,gruu,path, timer") : line)),
        LegalVariant.OfRequests("reliable-responses-required", "RFC 3262 section 4", it => it.Method == "INVITE" ? it.WithAdded("Require", "100rel") : it),
        LegalVariant.OfRequests("allow-in-another-order-with-more", "RFC 3261 section 20.5", it => it.WithValues("Allow", _ => "OPTIONS,BYE,MESSAGE,INVITE,X-Odd!%*_+`'~.Method,CANCEL,ACK,PRACK,UPDATE,REFER,SUBSCRIBE,NOTIFY,INFO,PUBLISH")),
        LegalVariant.OfRequests("accept-with-parameters", "RFC 3261 section 20.1", it => it.WithValues("Accept", value => $"{value};q=0.5, application/resource-lists+xml;level=\"1\", */*;q=0.1")),
        LegalVariant.OfRequests("headers-of-other-specifications", "RFC 3261 section 7.3.1", it => it.Method is "INVITE" or "REGISTER" ? it.WithLines(lines => [.. lines, .. Extras.Where(extra => it.Header(Texts.NameOf(extra)) is null)]) : it) with { Transport = "tcp" },
        LegalVariant.OfRequests("further-headers-of-rfc-3261", "RFC 3261 section 20", it => it.Method == "INVITE" ? it.WithLines(lines => [.. lines, .. Optional]) : it) with { Transport = "tcp" },
        LegalVariant.OfRequests("unknown-headers", "RFC 3261 section 7.3.2", it => it.WithLines(lines => ["X-First: 1", .. lines, "X-Empty:", "x!%*_+`'~.-9: \"unbalanced <", "X-Folded: a\r\n b\r\n\tc", "X-Octets: Žilina 你好"])),
        LegalVariant.OfRequests("via-with-more-parameters", "RFC 3261 section 25.1", it => it.WithValues("Via", value => $"{value};keep;alias;ttl=1;x=\"a,b\"")),
        LegalVariant.OfRequests("branch-before-rport", "RFC 3581 section 3", it => it.WithValues("Via", value => Regex.Replace(value, @";rport;(branch=[^;]+)", ";$1;rport"))),
        new("call-id-of-odd-characters", "RFC 3261 section 25.1", OddCallIds),
        LegalVariant.Disguised("branch-of-odd-characters", "RFC 3261 section 25.1", it => it.Swap("z9hG4bK", "z9hG4bK-.!%*_+`'~"), it => it.Swap("z9hG4bK-.!%*_+`'~", "z9hG4bK")),
        LegalVariant.Disguised("host-name-in-via", "RFC 3261 section 18.1.1", it => Regex.Replace(it, @"(?<=\nVia: SIP/2.0/\w+ )192\.0\.2\.2", "Alice-1.Client.example"), it => it.Swap(" Alice-1.Client.example", " 192.0.2.2")),
        LegalVariant.Disguised("cseq-from-a-high-number", "RFC 3261 section 8.1.1.5", it => Counted(it, 2147480000), it => Counted(it, -2147480000)),
        LegalVariant.OfRequests("contact-wildcard-to-deregister", "RFC 3261 section 10.2.2", it => it.Method == "REGISTER" && it.Number("Expires") == 0 ? it.WithValues("Contact", _ => "*") : it),
        LegalVariant.OfRequests("expires-in-contact-only", "RFC 3261 section 10.2.1.1", it => it.Method != "REGISTER" ? it : it.WithValues("Contact", value => $"{value};expires={it.Number("Expires")}").Without("Expires")),
        LegalVariant.OfRequests("expires-in-both-places", "RFC 3261 section 10.2.1.1", it => it.Method != "REGISTER" ? it : it.WithValues("Contact", value => $"{value};expires={it.Number("Expires")}")),
        LegalVariant.OfRequests("registers-for-a-week", "RFC 3261 section 10.2", it => it.WithValues("Expires", value => value == "0" ? value : "600000")),
        LegalVariant.OfRequests("first-register-with-empty-nonce", "RFC 3310 section 3", it => it.Method != "REGISTER" || it.Header("Authorization") is not null ? it : it.WithAdded("Authorization", "Digest username=\"alice\",realm=\"im.example\",uri=\"sip:im.example\",nonce=\"\",response=\"\"")),
        LegalVariant.OfRequests("session-timer-offered", "RFC 4028 section 7.1", it => it.Method == "INVITE" ? it.WithLines(lines => [.. lines.Where(line => Texts.NameOf(line) != "Supported"), "k: timer,100rel", "x: 1800;refresher=uac", "Min-SE:90", "Expires: 180"]) : it),
        LegalVariant.OfRequests("no-accept", "RFC 3261 section 20.1", it => it.WithLines(lines => lines.Where(line => Texts.NameOf(line) != "Accept"))),
        LegalVariant.OfRequests("option-tags-in-odd-case", "RFC 3261 section 7.3.1", it => it.WithValues("Require", Texts.OddCase)),
        LegalVariant.OfRequests("display-name-in-the-invite-alone", "RFC 3261 section 12.2.1.1", it => it.Method == "INVITE" ? it.WithEachLine((name, line) => name is "From" or "To" ? line.Swap(": <", ": \"Somebody\" <") : line) : it),
        LegalVariant.OfRequests("routes-with-display-names", "RFC 3261 section 20.34", it => it.WithValues("Route", value => $"\"a, b\" {value};x=1")),
        LegalVariant.OfRequests("request-uri-in-odd-case", "RFC 3261 section 19.1.4", it => it.WithRequestUri(it.RequestUriSpan.Text(it.Octets).Swap("sip:bob@im.example", "SIP:bob@IM.Example").Swap("sip:im-factory@im.example", "Sip:im-%66actory@im.EXAMPLE"))),
        LegalVariant.OfRequests("transport-in-via-in-lower-case", "RFC 3261 section 7.3.1", it => it.WithValues("Via", value => value.Swap("UDP", "udp").Swap("TCP", "tcp"))),
        new("tags-of-odd-characters", "RFC 3261 section 25.1", OddTags),
        LegalVariant.OfSip("contact-is-a-gruu", "RFC 5627 section 4.4", it => it.Method == "INVITE", it => it.WithValues("Contact", _ => "<sip:alice@im.example;gr=urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>")),
        LegalVariant.Disguised("contact-without-user", "RFC 3261 section 19.1.1", it => Regex.Replace(it, @"(?<=\nContact: <sip:)alice@", ""), it => Regex.Replace(it, @"(?<=\nContact: <sip:)(?=192\.0\.2\.2:)", "alice@")),
        LegalVariant.OfSip("contact-with-host-name", "RFC 3261 section 8.1.1.8", it => it.Method == "INVITE", it => it.WithValues("Contact", value => value.Swap("192.0.2.2", "alice-1.client.example"))),
        LegalVariant.OfSip("responses-with-further-headers", "RFC 3261 section 20", it => !it.IsRequest, it => it.WithLines(lines => [.. lines, "Server: Acme (x)", "k: timer", "Warning: 399 im.example \"none, at all\"", "X-Y: z"])),
        LegalVariant.OfSip("responses-without-reason", "RFC 3261 section 25.1", it => !it.IsRequest, it => it.WithStartLine($"SIP/2.0 {it.StatusCode} ")),
        LegalVariant.OfSip("responses-with-another-reason", "RFC 3261 section 7.2", it => !it.IsRequest, it => it.WithStartLine($"SIP/2.0 {it.StatusCode} Všetko v poriadku; 100%")),
        new("no-content-length-in-datagrams", "RFC 3261 section 20.14", Mutant.SendsSip("", _ => true, it => [it.Transport == Transport.Udp ? it with { Octets = it.Sip.Without("Content-Length").Octets } : it]).Create),
    ];

    /// <summary>Only an address without what would then belong to the header field (RFC 3261 section 20).</summary>
    private static string WithoutBrackets(string line) => Regex.Replace(line, "(?<=[: ])<([^<>;,?]+)>", "$1");

    /// <summary>A Call-ID is in the requests of both sides.</summary>
    private static Tamper OddCallIds()
    {
        const string Plain = "@192.0.2.2";
        const string Odd = "()<>:\\/[]?{}\"@-.!%*_+`'~";
        return new Tamper
        {
            Send = it => [it with { Octets = Texts.Edited(it.Octets, text => CallIds(text, Plain, Odd)) }],
            Receive = (_, octets) => [Texts.Edited(octets, text => CallIds(text, Odd, Plain))],
        };
    }

    /// <summary>The client's tag is in the requests of both sides.</summary>
    private static Tamper OddTags()
    {
        const string Own = "<sip:alice@im.example>;tag=";
        const string Odd = "-.!%*_+`'~";
        return new Tamper
        {
            Send = it => [it.Protocol == WireProtocol.Sip ? it with { Octets = Texts.Edited(it.Octets, text => text.Swap(Own, Own + Odd)) } : it],
            Receive = (_, octets) => [Texts.Edited(octets, text => text.Swap(Own + Odd, Own))],
        };
    }

    /// <summary>Tags beside those that the client has of its own.</summary>
    private static string WithTags(string line, string tags) => Texts.ValueOf(line).Length == 0 ? $"Supported: {tags}" : $"{line}, {tags}";

    private static string CallIds(string message, string old, string instead) =>
        Regex.Replace(message, "(?<=\nCall-ID: )[^\r\n]*", it => it.Value.Swap(old, instead));

    private static string Counted(string message, long more) => Regex.Replace(
        message,
        "(?<=\n(CSeq: |RAck: [0-9]+ ))[0-9]+",
        it => (long.Parse(it.Value, CultureInfo.InvariantCulture) + more).ToString(CultureInfo.InvariantCulture));
}
