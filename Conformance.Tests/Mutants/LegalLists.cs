using System.Text.RegularExpressions;

namespace Conformance.Tests.Mutants;

/// <summary>Other XML for the same list of invitees.</summary>
internal static class LegalLists
{
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        LegalVariant.OfList("no-xml-declaration", "XML 1.0 section 2.8", xml => xml.Swap(Declaration, "").TrimStart()),
        LegalVariant.OfList("standalone-declaration", "XML 1.0 section 2.9", xml => xml.Swap(Declaration, "<?xml version='1.0' encoding='UTF-8' standalone=\"no\" ?>")),
        LegalVariant.OfList("byte-order-mark", "XML 1.0 appendix F", xml => "\uFEFF" + xml),
        LegalVariant.OfList("namespace-prefix", "RFC 4826 section 3.2", xml => xml.Swap("xmlns=", "xmlns:rl.x-1=").Swap("<resource-lists", "<rl.x-1:resource-lists").Swap("</resource-lists", "</rl.x-1:resource-lists").Swap("<list", "<rl.x-1:list").Swap("</list", "</rl.x-1:list").Swap("<entry", "<rl.x-1:entry")),
        LegalVariant.OfList("comments-and-instructions", "XML 1.0 section 2.5", xml => xml.Swap("<list>", "<!-- <entry uri=\"sip:nobody@im.example\"/> --><list><?go on?><![CDATA[ \n ]]>") + "<!-- end -->\n"),
        LegalVariant.OfList("letters-as-character-references", "XML 1.0 section 4.1", xml => Regex.Replace(xml, "(?<=uri=\")sip:(.)", it => $"&#x73;&#105;p:&#{(int)it.Groups[1].Value[0]};")),
        LegalVariant.OfList("declared-entity", "XML 1.0 section 4.6", xml => xml.Swap("sip:", "s&#x69;p&#58;")),
        LegalVariant.OfList("single-quotes", "XML 1.0 section 2.3", xml => Regex.Replace(xml.Swap("'", "&apos;"), "=\\s*\"([^\"']*)\"", "='$1'")),
        LegalVariant.OfList("spaces-within-tags", "XML 1.0 section 3.1", xml => Regex.Replace(xml, "(uri|cp:copyControl)=", "\n\t$1 = ").Swap("</list>", "</list\r\n>")),
        LegalVariant.OfList("all-on-one-line", "XML 1.0 section 2.10", xml => Regex.Replace(xml, ">\\s+<", "><")),
        LegalVariant.OfList("entries-with-end-tags", "XML 1.0 section 3.1", xml => xml.Swap("/>", "></entry>")),
        LegalVariant.OfList("display-names", "RFC 4826 section 3.1", xml => xml.Swap(" />", "><display-name xml:lang=\"sk\">Žofia &amp; 你好</display-name></entry>").Swap("<list>", "<list name=\"friends\"><display-name>Friends</display-name>")),
        LegalVariant.OfList("foreign-attributes-and-elements", "RFC 4826 section 3.1", xml => xml.Swap("<list>", "<list xmlns:x=\"urn:example:x\" x:uri=\"sip:nobody@im.example\">").Swap("</list>", "<x:entry xmlns:x=\"urn:example:x\" uri=\"sip:nobody@im.example\"/></list>").Swap("<entry ", "<entry xmlns:y=\"urn:example:y\" y:uri=\"sip:nobody@im.example\" ")),
        LegalVariant.OfList("schema-location", "XML 1.0 section 3.3", xml => xml.Swap("<resource-lists ", "<resource-lists xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:ietf:params:xml:ns:resource-lists rl.xsd\" ")),
        LegalVariant.OfList("no-copy-control", "RFC 5366 section 4", xml => xml.Swap(" cp:copyControl=\"to\"", "")),
        LegalVariant.OfList("copy-control-under-another-prefix", "RFC 5364 section 5", xml => xml.Swap("xmlns:cp=", "xmlns:capacity=").Swap("cp:copy", "capacity:copy")),
        LegalVariant.OfList("blind-copies", "RFC 5364 section 4", xml => xml.Swap("cp:copyControl=\"to\"", "cp:copyControl=\"bcc\" cp:anonymize=\"true\" cp:count=\"2\"")),
        LegalVariant.OfList("entries-the-other-way-round", "RFC 4826 section 3.2", xml => Regex.Replace(xml, "(?<=<list>)(.*)(?=</list>)", it => string.Concat(Regex.Split(it.Value, "(?=<entry)").Reverse()), RegexOptions.Singleline)),
        LegalVariant.OfList("schemes-and-hosts-in-odd-case", "RFC 3261 section 19.1.4", xml => Regex.Replace(xml, "sip:([^\"@]*)@im.example", "SIP:$1@Im.EXAMPLE")),
        LegalVariant.OfList("needless-escapes-in-addresses", "RFC 3261 section 19.1.4", xml => xml.Swap("sip:bob@", "sip:%62%6Fb@")),
        LegalVariant.OfList("two-lists", "RFC 4826 section 3.2", xml => xml.Insert(xml.IndexOf("/>", StringComparison.Ordinal) + 2, "</list><list>")),
        LegalVariant.OfList("elements-of-no-entry", "RFC 4826 section 3.1", xml => xml.Swap("</list>", "</list>\n<list name=\"empty\"/>")),
        LegalVariant.OfList("encoding-name-in-odd-case", "XML 1.0 section 4.3.3", xml => xml.Swap("encoding=\"utf-8\"", "encoding='Utf-8'")),
    ];
}
