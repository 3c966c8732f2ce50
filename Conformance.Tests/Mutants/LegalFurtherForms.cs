using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>What else the grammars of SIP, MIME, SDP, MSRP and XML let through, and what real clients were seen to send of it.</summary>
internal static class LegalFurtherForms
{
    private const string FirstMessage = "From: <sip:anonymous@anonymous.invalid>\r\nTo: <sip:anonymous@anonymous.invalid>\r\nDateTime: 2026-11-22T06:14:04.000Z\r\n\r\nContent-type: text/plain;charset=utf-8\r\n\r\nhello";

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        // RFC 3261 section 25.1
        LegalVariant.OfRequests("display-names-right-before-brackets", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "From" or "To" or "Contact" ? line.Swap(": <", ": \"A. B\"<") : line)),
        LegalVariant.OfRequests("tokens-right-before-brackets", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "From" or "To" ? line.Swap(": <", ": Alice<") : line)),
        LegalVariant.OfRequests("quoted-names-folded", "RFC 3261 section 25.1", it => it.WithEachLine((name, line) => name is "From" or "To" ? line.Swap(": <", ": \"Alice\r\n Liddell\"\r\n <") : line)),
        LegalVariant.OfRequests("tag-behind-other-parameters", "RFC 3261 section 25.1", it => it.WithValues("From", value => value.Swap(";tag=", ";x=\"a;tag=b\";flag;tag="))),
        LegalVariant.OfRequests("every-registered-option-tag-supported", "RFC 3261 section 20.37", it => it.Method != "INVITE" ? it : it.WithValues("Supported", _ => "100rel, 199, answermode, early-session, eventlist, explicitsub, from-change, geolocation-http, geolocation-sip, gin, gruu, histinfo, ice, join, multiple-refer, norefersub, nosub, outbound, path, policy, precondition, pref, privacy, recipient-list-invite, recipient-list-message, recipient-list-subscribe, record-aware, replaces, resource-priority, sdp-anat, sec-agree, siprec, tdialog, timer, trickle-ice, uui")) with { Transport = "tcp" },
        LegalVariant.OfSip("what-is-understood-said-at-length", "RFC 3261 section 20", it => it.Method == "INVITE", it => it.WithLines(lines => [.. lines, "u: conference, presence", "Accept-Encoding: identity", "Accept-Language:", "Content-Language: sk, en", "MIME-Version: 1.0"])),
        LegalVariant.OfSip("calls-in-words", "RFC 3261 section 20", it => it.Method == "INVITE", it => it.WithLines(lines => [.. lines, "s: a chat, perhaps; or <not>", "Alert-Info: <http://im.example/ring.wav>;x=1, <cid:1@im.example>", "Reply-To: Alice <sip:alice@im.example>;x", "Priority: x-odd!"])),
        LegalVariant.OfRequests("routes-with-unknown-parameters-and-headers", "RFC 3261 section 25.1", it => it.WithValues("Route", value => $"{value};x-flag;y=\"a,b\"")),
        LegalVariant.OfSip("contact-in-quotes-with-q", "RFC 3261 section 20.10", it => it.Method is "INVITE" or "REGISTER", it => it.WithValues("Contact", value => $"\"Alice, at home\" {value};q=0.700;x=[2001:db8::1]")),

        // RFC 2045, 2046, 2183 and 5621
        LegalVariant.OfSip("multipart-said-to-be-rendered", "RFC 5621 section 8.2", IsMultipart, it => it.WithAdded("Content-Disposition", "render; handling=required")),
        LegalVariant.OfSip("multipart-with-disposition-parameters", "RFC 3261 section 25.1", IsMultipart, it => it.WithAdded("Content-Disposition", "render;x-flag;y=[2001:db8::1]")),
        OfList("disposition-with-comment", "RFC 2183 section 2", "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list (whom to invite); handling=required (always)"),
        OfList("disposition-with-quoted-handling", "RFC 2183 section 2", "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list; Handling=\"required\""),
        OfList("disposition-with-file-name", "RFC 2183 section 2.3", "Content-Type: application/resource-lists+xml; name=\"a (b); c.xml\"", "Content-Disposition: recipient-list; filename=\"a (b); c.xml\"; size=612; creation-date=\"Sat, 13 Nov 2010 23:29:00 GMT\""),
        OfList("type-with-leading-comment", "RFC 2045 section 5.1", "Content-Type: (a list) application/resource-lists+xml", "Content-Disposition: (for invitees) recipient-list"),
        LegalVariant.OfBody("first-message-in-the-invite", "RFC 3261 section 7.4", (it, text) => text.Swap($"--{BoundaryOf(it)}--", $"--{BoundaryOf(it)}\r\nContent-Type: message/cpim\r\nContent-Length: {FirstMessage.Length}\r\n\r\n{FirstMessage}\r\n--{BoundaryOf(it)}--")) with { Transport = "tcp" },
        LegalVariant.OfBody("empty-part", "RFC 2046 section 5.1.1", (it, text) => text.Swap($"--{BoundaryOf(it)}--", $"--{BoundaryOf(it)}\r\nContent-Type: text/plain\r\n\r\n\r\n--{BoundaryOf(it)}--")),

        // RFC 4566 section 9
        LegalVariant.OfSdp("zones-and-key", "RFC 4566 section 5", sdp => sdp.Swap("t=0 0\r\n", "t=0 0\r\nr=604800 3600 0 90000\r\nz=2882844526 -1h 2898848070 0\r\nk=prompt\r\n")),
        LegalVariant.OfSdp("several-emails-and-phones", "RFC 4566 section 9", sdp => sdp.Swap("c=", "e=alice@im.example\r\ne=Žofia <z@im.example>\r\ne=a.b+c@[192.0.2.7] (Alice)\r\np=+1 617 555-6011 (Alice)\r\np=Alice <0044-171-3807777>\r\nc=")),
        LegalVariant.OfSdp("attributes-of-every-kind-for-the-session", "RFC 4566 section 6", sdp => sdp.Swap("t=0 0\r\n", "t=0 0\r\na=cat:im.chat\r\na=keywds:chat, friends\r\na=type:meeting\r\na=charset:UTF-8\r\na=sdplang:sk\r\na=lang:en\r\na=group:BUNDLE\r\na=setup:actpass\r\na=x:\u0001=é\r\n")),
        LegalVariant.OfSdp("bandwidths", "RFC 4566 section 5.8", sdp => sdp.Swap("t=0 0\r\n", "b=CT:128\r\nb=TIAS:0\r\nt=0 0\r\n")),
        LegalVariant.OfSdp("address-of-version-6-in-full", "RFC 4291 section 2.2", sdp => sdp.Swap("c=IN IP6 2001:db8::2", "c=IN IP6 2001:0DB8:0:0:0:0:0:2")) with { Environment = LegalTransports.Ipv6 },
        LegalVariant.OfSdp("origin-on-loopback", "RFC 4566 section 5.2", sdp => Regex.Replace(sdp, "(?<=o=.* IN IP4 )[0-9.]+", "127.0.0.1")),
        LegalVariant.OfSdp("origin-of-nobody", "RFC 4566 section 5.2", sdp => Regex.Replace(sdp, "(?<=o=.* IN IP4 )[0-9.]+", "0.0.0.0")),

        // RFC 4975 section 9
        LegalVariant.OfMsrp("range-wholly-unknown", "RFC 4975 section 7.1.1", it => it.Method == "SEND" && it.ContentType is not null, it => it.With("Byte-Range", Regex.Replace(it.Header("Byte-Range")!.Value, "-[0-9]+/[0-9]+", "-*/*"))),
        LegalVariant.OfMsrp("content-type-with-a-space", "RFC 4975 section 9", it => it.ContentType is not null, it => it.With("Content-Type", $"{it.ContentType}; charset=UTF-8")),

        // XML 1.0, XML Schema part 2 and RFC 4826
        LegalVariant.OfList("spaces-about-addresses", "XML Schema part 2 section 3.2.17", xml => Regex.Replace(xml, "uri=\"([^\"]*)\"", "uri=\" \n$1 \"")),
        LegalVariant.OfList("namespace-declared-on-each-element", "XML Namespaces 1.0 section 6.2", xml => xml.Swap("<list>", "<list xmlns=\"urn:ietf:params:xml:ns:resource-lists\">").Swap("<entry ", "<entry xmlns=\"urn:ietf:params:xml:ns:resource-lists\" ")),
        LegalVariant.OfList("prefix-for-entries-only", "XML Namespaces 1.0 section 6.1", xml => xml.Swap("<list>", "<list xmlns:r=\"urn:ietf:params:xml:ns:resource-lists\">").Swap("<entry ", "<r:entry ")),
        LegalVariant.OfList("display-name-in-cdata", "XML 1.0 section 2.7", xml => xml.Swap(" />", "><display-name><![CDATA[Bob & <friends>]]></display-name><!-- a friend --></entry>")),
        LegalVariant.OfList("lists-with-names", "RFC 4826 section 3.1", xml => xml.Swap("<list>", "<list name=\"colleagues\"/><list name=\"friends &amp; more\">")),
        LegalVariant.OfList("elements-of-others-in-entries", "RFC 4826 section 3.2", xml => xml.Swap(" />", "><display-name>Bob</display-name><x:entry xmlns:x=\"urn:example:x\" uri=\"sip:nobody@im.example\"><x:list/></x:entry></entry>")),
        LegalVariant.OfList("attributes-with-spaces-about-values", "RFC 5364 section 5", xml => xml.Swap(" cp:copyControl=", " cp:anonymize=\" 1 \" cp:count=\" +01 \" cp:copyControl=")),
        LegalVariant.OfList("kinds-of-copies-mixed", "RFC 5364 section 5", xml => new Regex("\"to\"").Replace(xml, "\"cc\"", 1)),
    ];

    private static bool IsMultipart(SipMessage message) => message.Multipart()?.Value is not null;

    private static string BoundaryOf(SipMessage message) => message.Multipart()!.Value!.Boundary;

    private static LegalVariant OfList(string name, string source, params string[] headers) =>
        LegalVariant.OfSip(name, source, it => it.BodyPart(Texts.ListType) is not null, it => it.WithPartHeaders(Texts.ListType, headers));
}
