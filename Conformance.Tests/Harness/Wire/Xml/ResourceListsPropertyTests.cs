using System.Text;
using System.Xml.Linq;
using Conformance.Harness.Wire.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Xml;

internal sealed class ResourceListsPropertyTests
{
    private static readonly Gen<(string Uri, string? DisplayName)[]> Entries =
        (from uri in BodyGenerators.Text
         from name in Gen.OneOf(Gen.Constant<string?>(null), BodyGenerators.Text.Select(it => (string?)it))
         select (uri, name)).ArrayOf();

    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property List_written_parsesToTheSame() => Prop.ForAll(Entries.ToArbitrary(), entries =>
    {
        var octets = ResourceLists.Write(entries);
        var reading = ResourceListsTests.Parse(octets);
        return reading.IsSound
            && reading.Value!.IsFlat
            && reading.Value.Entries.Select(it => (it.Uri!, it.DisplayName)).SequenceEqual(entries.Select(it => (it.Uri.Trim(' ', '\t', '\r', '\n'), it.DisplayName)))
            && reading.Value.Entries.All(it => it.CopyControl == "to" && it.CopyControlNamespace == ResourceLists.CopyControlNamespace)
            && reading.Value.Entries.All(it => it.Span.Text(octets) is var text && text.StartsWith("<entry ", StringComparison.Ordinal) && text.EndsWith('>'));
    });

    /// <summary>What any other XML reader makes of it: our own must not be the only one that understands the writer.</summary>
    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property List_written_isUnderstoodByAnotherReader() => Prop.ForAll(Entries.ToArbitrary(), entries =>
    {
        var root = XDocument.Load(new MemoryStream(ResourceLists.Write(entries)), LoadOptions.PreserveWhitespace).Root!;
        XNamespace ns = ResourceLists.Namespace;
        return root.Name == ns + "resource-lists"
            && root.Elements(ns + "list").Single().Elements(ns + "entry")
                .Select(it => (it.Attribute("uri")!.Value, it.Element(ns + "display-name")?.Value))
                .SequenceEqual(entries);
    });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property List_ofAnyOctets_isReadWithSpansInside() => Prop.ForAll(
        BodyGenerators.Soup("<", ">", "/", "</", "<?xml version='1.0'?>", "<!DOCTYPE", "<resource-lists xmlns='urn:ietf:params:xml:ns:resource-lists'>", "<list>", "</list>", "<entry uri='a'/>", "<entry/>", "&#1;", "&amp;", "é", "🎈", "'", "\"", "\n", "<!--", "-->", "<![CDATA[", "]]>", "</resource-lists>").ToArbitrary(),
        octets =>
        {
            var reading = ResourceListsTests.Parse(octets);
            return (reading.Value is not null || reading.Defects.Count > 0)
                && reading.Defects.All(it => it.Span.Offset >= 0 && it.Span.Length >= 0 && it.Span.End <= octets.Length);
        });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property List_withOneOctetChanged_isReadWithSpansInside() => Prop.ForAll(
        Gen.Choose(0, 400).ToArbitrary(),
        ArbMap.Default.ArbFor<byte>(),
        (index, octet) =>
        {
            var octets = ResourceLists.Write([("sip:é@im.test", "Tom & <J> 🎈"), ("sip:b@im.test", null)]);
            octets[index % octets.Length] = octet;
            var reading = ResourceListsTests.Parse(octets);
            return (reading.Value is not null || reading.Defects.Count > 0)
                && reading.Defects.All(it => it.Span.Offset >= 0 && it.Span.Length >= 0 && it.Span.End <= octets.Length);
        });

    [Test]
    public void List_written_isUtf8WithoutByteOrderMark() =>
        Assert.That(Encoding.UTF8.GetString(ResourceLists.Write([("sip:bob@im.test", "Bob")])), Is.EqualTo("""
            <?xml version="1.0" encoding="utf-8"?>
            <resource-lists xmlns:cp="urn:ietf:params:xml:ns:copycontrol" xmlns="urn:ietf:params:xml:ns:resource-lists">
              <list>
                <entry uri="sip:bob@im.test" cp:copyControl="to">
                  <display-name>Bob</display-name>
                </entry>
              </list>
            </resource-lists>
            """.ReplaceLineEndings("\r\n")));
}
