using System.Text;
using System.Xml.Linq;
using Conformance.Harness.Wire.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Xml;

internal sealed class ConferenceInfoTests
{
    private const string Document = """
        <?xml version="1.0" encoding="UTF-8"?>
        <c:conference-info xmlns:c="urn:ietf:params:xml:ns:conference-info" xmlns:x="urn:other" entity="sip:conf-1@im.example" state="partial" version="7">
          <c:conference-description><c:subject>Tea &amp; cake</c:subject></c:conference-description>
          <c:users>
            <c:user entity="sip:bob@im.example" state="partial">
              <c:display-text>Bob</c:display-text>
              <c:endpoint entity="sip:bob@192.0.2.9"><c:status> on-hold </c:status><c:media id="1"><c:status>sendrecv</c:status></c:media></c:endpoint>
              <c:endpoint entity="sip:bob@192.0.2.10" state="deleted"/>
              <x:endpoint entity="sip:bob@192.0.2.11"/>
            </c:user>
            <c:user entity="sip:carol@im.example"/>
          </c:users>
        </c:conference-info>
        """;

    private static readonly Gen<InfoState> States = Gen.Elements(InfoState.Full, InfoState.Partial, InfoState.Deleted);

    private static readonly Gen<ConferenceInfo> Documents =
        from entity in BodyGenerators.Text
        from state in Gen.Elements(InfoState.Full, InfoState.Partial)
        from version in Gen.Choose(0, 1000)
        from usersState in States
        from users in Users().ArrayOf()
        select new ConferenceInfo(entity, state, version, users) { UsersState = usersState };

    [Test]
    public void Document_is_read_by_namespace_and_with_its_defaults()
    {
        var info = Parse(Document)!;

        Assert.Multiple(() =>
        {
            Assert.That((info.Entity, info.State, info.Version, info.UsersState), Is.EqualTo(("sip:conf-1@im.example", InfoState.Partial, 7L, InfoState.Full)));
            Assert.That(info.Users!.Select(it => (it.Entity, it.State)), Is.EqualTo([("sip:bob@im.example", InfoState.Partial), ("sip:carol@im.example", InfoState.Full)]));
            Assert.That(info.Users![0].Endpoints, Is.EqualTo([new ConferenceEndpoint("sip:bob@192.0.2.9", InfoState.Full, "on-hold"), new ConferenceEndpoint("sip:bob@192.0.2.10", InfoState.Deleted, null)]));
        });
    }

    [TestCase("<conference-info/>", TestName = "Another_root_is_no_document(no namespace)")]
    [TestCase("<users xmlns='urn:ietf:params:xml:ns:conference-info'/>", TestName = "Another_root_is_no_document(users)")]
    [TestCase("<!DOCTYPE a [<!ENTITY b 'c'>]><conference-info xmlns='urn:ietf:params:xml:ns:conference-info'/>", TestName = "Another_root_is_no_document(DTD)")]
    [TestCase("", TestName = "Another_root_is_no_document(nothing)")]
    public void Another_root_is_no_document(string text) => Assert.That(Parse(text), Is.Null);

    [TestCase("")]
    [TestCase(" version='-1'")]
    [TestCase(" version='one'")]
    [TestCase(" version='99999999999999999999'")]
    public void Version_that_cannot_be_read_is_none(string version)
    {
        var info = Parse($"<conference-info xmlns='urn:ietf:params:xml:ns:conference-info' entity='a'{version}/>")!;

        Assert.That((info.Version, info.State, info.Users), Is.EqualTo(((long?)null, InfoState.Full, (IReadOnlyList<ConferenceUser>?)null)));
    }

    [Test]
    public void Document_that_is_cut_off_is_none()
    {
        var octets = Encoding.UTF8.GetBytes(Document);

        Assert.That(Enumerable.Range(0, octets.Length).Where(it => ConferenceInfo.Parse(octets.AsMemory(0, it)) is not null), Is.Empty);
    }

    [Test]
    public void Deleted_conference_is_written_without_users() => Assert.That(
        Encoding.UTF8.GetString(new ConferenceInfo("sip:conf-1@im.example", InfoState.Deleted, 3, null).Write()),
        Is.EqualTo("<?xml version=\"1.0\" encoding=\"utf-8\"?><conference-info entity=\"sip:conf-1@im.example\" state=\"deleted\" version=\"3\" xmlns=\"urn:ietf:params:xml:ns:conference-info\" />"));

    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property Document_written_parsesToTheSame() => Prop.ForAll(Documents.ToArbitrary(), document => Told(ConferenceInfo.Parse(document.Write())!) == Told(document));

    /// <summary>What any other XML reader makes of it: our own must not be the only one that understands the writer.</summary>
    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property Document_written_isUnderstoodByAnotherReader() => Prop.ForAll(Documents.ToArbitrary(), document =>
    {
        XNamespace ns = "urn:ietf:params:xml:ns:conference-info";
        var root = XDocument.Load(new MemoryStream(document.Write())).Root!;
        return root.Name == ns + "conference-info"
            && root.Attribute("entity")!.Value == document.Entity
            && root.Elements(ns + "users").Elements(ns + "user").Attributes("entity").Select(it => it.Value).SequenceEqual(document.Users!.Select(it => it.Entity));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property Any_octets_are_read_or_none() => Prop.ForAll(
        BodyGenerators.Soup("<", ">", "/", "<?xml version='1.0'?>", "<!DOCTYPE", "<conference-info xmlns='urn:ietf:params:xml:ns:conference-info'>", "<users>", "</users>", "<user entity='a'/>", "&#1;", "&amp;", "é", "'", "<!--", "-->", "<![CDATA[", "]]>", "</conference-info>").ToArbitrary(),
        octets => ConferenceInfo.Parse(octets) is null or { Entity.Length: >= 0 });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property Document_with_one_octet_changed_is_read_or_none() => Prop.ForAll(
        Gen.Choose(0, 2000).ToArbitrary(),
        ArbMap.Default.ArbFor<byte>(),
        (index, octet) =>
        {
            var octets = Encoding.UTF8.GetBytes(Document);
            octets[index % octets.Length] = octet;
            return ConferenceInfo.Parse(octets) is null or { Entity.Length: >= 0 };
        });

    private static Gen<ConferenceUser> Users() =>
        from entity in BodyGenerators.Text
        from state in States
        from endpoints in (from device in BodyGenerators.Text
                           from deviceState in States
                           from status in Gen.Elements("connected", "on-hold", "pending", null)
                           select new ConferenceEndpoint(device, deviceState, status)).ArrayOf()
        select new ConferenceUser(entity, state, endpoints);

    private static ConferenceInfo? Parse(string text) => ConferenceInfo.Parse(Encoding.UTF8.GetBytes(text));

    private static string Told(ConferenceInfo it) =>
        $"{it.Entity}|{it.State}|{it.Version}|{it.UsersState}|{string.Join(";", it.Users!.Select(user => $"{user.Entity}|{user.State}|{string.Join(",", user.Endpoints)}"))}";
}
