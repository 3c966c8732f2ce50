using System.Text;
using Conformance.Harness.Wire.Xml;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Xml;

internal sealed class ConferenceInfoTests
{
    private const string Sample =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <c:conference-info xmlns:c="urn:ietf:params:xml:ns:conference-info" entity="sip:conf@im.example" state="partial" version="7">
          <c:conference-description><c:subject>Tea</c:subject></c:conference-description>
          <c:users state="partial">
            <c:user entity="sip:bob@im.example" state="full">
              <c:display-text>Bob</c:display-text>
              <c:endpoint entity="sip:bob@192.0.2.9"><c:status> on-hold </c:status></c:endpoint>
              <c:endpoint entity="sip:bob@192.0.2.10" state="deleted"/>
            </c:user>
            <c:user entity="sip:carol@im.example" state="deleted"/>
          </c:users>
        </c:conference-info>
        """;

    [Test]
    public void Document_parsed_gives_its_parts()
    {
        var info = Parse(Sample)!;

        Assert.That((info.Entity, info.State, info.Version), Is.EqualTo(("sip:conf@im.example", InfoState.Partial, (long?)7)));
        Assert.That(info.Users!.Select(it => (it.Entity, it.State)), Is.EqualTo([("sip:bob@im.example", InfoState.Full), ("sip:carol@im.example", InfoState.Deleted)]));
        Assert.That(info.Users![0].Endpoints, Is.EqualTo([
            new ConferenceEndpoint("sip:bob@192.0.2.9", InfoState.Full, "on-hold"),
            new ConferenceEndpoint("sip:bob@192.0.2.10", InfoState.Deleted, null)]));
    }

    [TestCase("")]
    [TestCase("<conference-info")]
    [TestCase("<conference-info/>")]
    [TestCase("<!DOCTYPE x []><conference-info xmlns='urn:ietf:params:xml:ns:conference-info'/>")]
    [TestCase("<x xmlns='urn:ietf:params:xml:ns:conference-info'/>")]
    public void What_is_no_such_document_is_none(string text) => Assert.That(Parse(text), Is.Null);

    [Test]
    public void Document_truncated_at_each_octet_is_none()
    {
        var octets = Encoding.UTF8.GetBytes(Sample);
        for (var length = 0; length < octets.Length; length++)
        {
            Assert.That(ConferenceInfo.Parse(octets.AsMemory(0, length)), Is.Null, $"{length}");
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Document_written_reads_the_same() => Prop.ForAll(
        Gen.Elements("sip:a@im.example", "sip:ž&<\">'@im.example").ToArbitrary(),
        Gen.Elements(InfoState.Full, InfoState.Partial).ToArbitrary(),
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        (entity, state, version) =>
        {
            var info = new ConferenceInfo(entity, state, version, [ConferenceUser.With(entity, "connected", state), new ConferenceUser("sip:b@im.example", InfoState.Deleted, [])]);
            var again = ConferenceInfo.Parse(info.Write())!;
            return (again with { Users = null }) == (info with { Users = null })
                && again.Users!.Select(it => (it.Entity, it.State)).SequenceEqual(info.Users!.Select(it => (it.Entity, it.State)))
                && again.Users![0].Endpoints.SequenceEqual(info.Users![0].Endpoints);
        });

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Octets_of_any_kind_are_read() => Prop.ForAll(BodyGenerators.Octets.ToArbitrary(), octets => ConferenceInfo.Parse(octets)?.Version is null or >= 0);

    private static ConferenceInfo? Parse(string text) => ConferenceInfo.Parse(Encoding.UTF8.GetBytes(text));
}
