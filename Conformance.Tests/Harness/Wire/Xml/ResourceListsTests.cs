using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Wire.Xml;

internal sealed class ResourceListsTests
{
    [TestCaseSource(nameof(Fixtures))]
    public void List_fixture_hasExpectedDefects(WireFixture fixture) =>
        Assert.That(fixture.Written(Parse(fixture.Octets).Defects), Is.EqualTo(fixture.ExpectedDefects));

    [TestCaseSource(nameof(Fixtures))]
    public void List_truncatedAtAnyOctet_isBrokenOrWhole(WireFixture fixture)
    {
        var end = fixture.Octets.AsSpan().TrimEnd("\r\n"u8).Length;
        for (var length = 0; length < end; length++)
        {
            Assert.That(Parse(fixture.Octets[..length]).IsSound, Is.False, $"at {length}");
        }
    }

    [Test]
    public void Entries_haveUriCopyControlAndSpan()
    {
        var octets = WireFixture.Named("xml", "flat").Octets;
        var list = Parse(octets).Value!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((list.RootName, list.RootNamespace, list.IsFlat), Is.EqualTo(("resource-lists", ResourceLists.Namespace, true)));
            Assert.That(list.Entries.Select(it => it.Uri), Is.EqualTo(["sip:bob@im.test", "sip:carol@im.test"]));
            Assert.That(list.Entries.Select(it => it.CopyControl), Is.EqualTo(["to", "cc"]));
            Assert.That(list.Entries.Select(it => it.CopyControlNamespace), Is.All.EqualTo(ResourceLists.CopyControlNamespace));
            Assert.That(list.Entries.Select(it => it.Span.Text(octets)), Is.EqualTo([
                "<entry uri=\"sip:bob@im.test\" cp:copyControl=\"to\"/>",
                "<entry uri=\"sip:carol@im.test\" cp:copyControl=\"cc\"></entry>",
            ]));
        }
    }

    [TestCase("prefixes", "sip:bob@im.test", null)]
    [TestCase("escapes", "sip:a@h?Subject=x&Priority=urgent|sip:bob@im.test", "Tom & \"J\" <x> & <y> ]]>|")]
    [TestCase("non-ascii", "sip:zoë@im.test", "Zoë 🎈")]
    [TestCase("comments", "sip:a>b@im.test", null)]
    [TestCase("not-flat", "sip:a@im.test|sip:c@im.test|sip:b@im.test", null)]
    [TestCase("order", "sip:a@im.test", null)]
    [TestCase("no-namespace", "", null)]
    public void Entries_ofFixture_areRead(string name, string uris, string? displayNames)
    {
        var list = Parse(WireFixture.Named("xml", name).Octets).Value!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join('|', list.Entries.Select(it => it.Uri)), Is.EqualTo(uris));
            Assert.That(string.Join('|', list.Entries.Select(it => it.DisplayName)).TrimEnd('|'), Is.EqualTo((displayNames ?? "").TrimEnd('|')));
        }
    }

    [TestCase("flat", true)]
    [TestCase("no-lists", true)]
    [TestCase("not-flat", false)]
    public void IsFlat_ofFixture(string name, bool isFlat) =>
        Assert.That(Parse(WireFixture.Named("xml", name).Octets).Value!.IsFlat, Is.EqualTo(isFlat));

    [TestCase("copyControl='to'", "to", "")]
    [TestCase("p:copyControl='to' xmlns:p='urn:x'", "to", "urn:x")]
    [TestCase("copyControl='cc' p:copyControl='to' xmlns:p='urn:ietf:params:xml:ns:copycontrol'", "to", ResourceLists.CopyControlNamespace)]
    [TestCase("p:copyControl='to' xmlns:p='urn:ietf:params:xml:ns:copycontrol' copyControl='cc'", "to", ResourceLists.CopyControlNamespace)]
    [TestCase("", null, null)]
    public void CopyControl_isTakenFromItsNamespaceFirst(string attributes, string? value, string? ns)
    {
        var text = $"<resource-lists xmlns='{ResourceLists.Namespace}'><list><entry uri='sip:a' {attributes}/></list></resource-lists>";
        var entry = Parse(Encoding.UTF8.GetBytes(text)).Value!.Entries.Single();
        Assert.That((entry.CopyControl, entry.CopyControlNamespace), Is.EqualTo((value, ns)));
    }

    [TestCase("p:anonymize='true' p:count='2'", "true", "2")]
    [TestCase("anonymize='true' count='2'", null, null)]
    [TestCase("q:anonymize='true' q:count='2'", null, null)]
    [TestCase("p:anonymize=' 1 ' p:count=''", " 1 ", "")]
    public void AnonymizeAndCount_areTakenFromTheirNamespaceOnly(string attributes, string? anonymize, string? count)
    {
        var text = $"<resource-lists xmlns='{ResourceLists.Namespace}' xmlns:p='{ResourceLists.CopyControlNamespace}' xmlns:q='urn:x'><list><entry uri='sip:a' {attributes}/></list></resource-lists>";
        var entry = Parse(Encoding.UTF8.GetBytes(text)).Value!.Entries.Single();
        Assert.That((entry.Anonymize, entry.Count), Is.EqualTo((anonymize, count)));
    }

    [TestCase("<list/><list/>", "")]
    [TestCase("<list name='a'/><list name='b'/>", "")]
    [TestCase("<list name='a'><list name='a'/></list>", "")]
    [TestCase("<list name='a'/><list name='a'/><list name='a'>x</list>", "<list name='a'/>|<list name='a'>")]
    [TestCase("<list><list name='é'/><list name='&#233;'/></list>", "<list name='&#233;'/>")]
    public void RepeatedNames_areThoseUnderOneParent(string lists, string repeated)
    {
        var octets = Encoding.UTF8.GetBytes($"<resource-lists xmlns='{ResourceLists.Namespace}'>{lists}</resource-lists>");
        Assert.That(string.Join('|', Parse(octets).Value!.RepeatedNames.Select(it => it.Text(octets))), Is.EqualTo(repeated));
    }

    /// <summary>XML Schema part 2 section 3.2.17: white space about an anyURI is collapsed.</summary>
    [Test]
    public void Uri_withWhiteSpaceAboutIt_isTheUri() => Assert.That(
        Parse(Encoding.UTF8.GetBytes($"<resource-lists xmlns='{ResourceLists.Namespace}'><list><entry uri=' \n sip:a '/></list></resource-lists>")).Value!.Entries.Single().Uri,
        Is.EqualTo("sip:a"));

    [Test]
    public void List_nestedWithoutEnd_isRead()
    {
        const int Depth = 100_000;
        var text = new StringBuilder($"<resource-lists xmlns='{ResourceLists.Namespace}'>");
        text.Insert(text.Length, "<list>", Depth).Insert(text.Length, "</list>", Depth).Append("</resource-lists>");
        Assert.That(Parse(Encoding.UTF8.GetBytes(text.ToString())).Value!.Lists, Has.Count.EqualTo(Depth));
    }

    [Test]
    public void List_insideMessage_hasSpansOfTheMessage()
    {
        var document = ResourceLists.Write([("sip:é@im.test", null), ("sip:b@im.test", "🎈")]);
        byte[] octets = [.. "before "u8, .. document, .. " after"u8];
        var entries = ResourceLists.Parse(octets, new(7, document.Length)).Value!.Entries.ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entries[0].Span.Text(octets), Is.EqualTo("<entry uri=\"sip:é@im.test\" cp:copyControl=\"to\" />"));
            Assert.That(entries[1].Span.Text(octets), Does.StartWith("<entry uri=\"sip:b").And.EndsWith("</entry>"));
        }
    }

    internal static Reading<ResourceLists> Parse(byte[] octets) => ResourceLists.Parse(octets, new(0, octets.Length));

    private static IEnumerable<TestCaseData> Fixtures() => WireFixture.All("xml");
}
