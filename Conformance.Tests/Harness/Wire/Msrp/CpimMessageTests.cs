using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class CpimMessageTests
{
    [TestCaseSource(nameof(Fixtures))]
    public void Fixture_has_exactly_its_defects(WireFixture fixture) =>
        Assert.That(fixture.Written(CpimMessage.Parse(fixture.Octets).Defects), Is.EqualTo(fixture.ExpectedDefects));

    [TestCaseSource(nameof(Fixtures))]
    public void Fixture_is_the_sum_of_its_parts_wherever_it_is_cut(WireFixture fixture)
    {
        for (var length = 0; length <= fixture.Octets.Length; length++)
        {
            AssertWhole(fixture.Octets[..length], $"cut at {length}");
        }
    }

    [TestCaseSource(nameof(Fixtures))]
    public void Fixture_without_one_of_its_octets_is_read(WireFixture fixture)
    {
        for (var at = 0; at < fixture.Octets.Length; at++)
        {
            AssertWhole([.. fixture.Octets[..at], .. fixture.Octets[(at + 1)..]], $"without {at}");
        }
    }

    [TestCaseSource(nameof(Fixtures))]
    public void Sound_wrapper_cut_before_its_content_is_defective(WireFixture fixture)
    {
        if (fixture.ExpectedDefects.Length > 0)
        {
            return;
        }

        var content = CpimMessage.Parse(fixture.Octets).Value!.Content.Content;
        var sound = Enumerable.Range(0, fixture.Octets.Length).Where(length => CpimMessage.Parse(fixture.Octets.AsMemory(0, length)).IsSound);

        Assert.That(sound, Is.All.GreaterThanOrEqualTo(content.Offset));
    }

    [Test]
    public void Wrapper_gives_its_values()
    {
        var wrapper = Read("plain");

        Assert.Multiple(() =>
        {
            Assert.That(wrapper.Headers.Select(it => it.Name), Is.EqualTo((string[])["From", "To"]));
            Assert.That(wrapper.Header("From"), Is.EqualTo("Alice <sip:alice@im.example>"));
            Assert.That(wrapper.Header("from"), Is.Null);
            Assert.That(wrapper.ContentType, Is.EqualTo("text/plain"));
            Assert.That(Encoding.UTF8.GetString(wrapper.Body.Span), Is.EqualTo("Hello"));
        });
    }

    [Test]
    public void Names_are_of_the_namespace_that_their_prefix_stands_for()
    {
        var headers = Read("further-headers").Headers;

        Assert.Multiple(() =>
        {
            Assert.That(headers.Where(it => !it.IsCore).Select(it => (it.Name, it.LocalName, it.Namespace, it.Value)), Is.EqualTo(new[]
            {
                ("my.Option", "Option", "http://im.example/features", "on: and; on"),
                ("my.Option", "Option", "http://im.example/features", "off"),
            }));
            Assert.That(headers.Count(it => it.Is("To")), Is.EqualTo(2));
            Assert.That(headers.Count(it => it.Is("NS")), Is.EqualTo(3));
            Assert.That(headers.Single(it => it.Is("Subject")).Value, Is.EqualTo("Pozdrav zo Žiliny"));
        });
    }

    [Test]
    public void Default_namespace_can_be_another()
    {
        var wrapper = Read("default-namespace");

        Assert.Multiple(() =>
        {
            Assert.That(wrapper.Header("From"), Is.EqualTo("<sip:alice@im.example>"));
            Assert.That(wrapper.Headers[^1].IsCore, Is.False);
        });
    }

    [TestCase("mime-headers", "text/plain; charset=utf-8", "Hello\r\n\r\nAlice\r\n")]
    [TestCase("empty-values", "text/plain", "")]
    [TestCase("bad-folded", "text/plain", "Hello")]
    [TestCase("bad-line-feeds", "text/plain", "Hello")]
    [TestCase("bad-no-content-headers", null, "Hello")]
    [TestCase("bad-content-without-type", null, "Hello")]
    [TestCase("bad-no-empty-line", null, "")]
    public void Content_is_found(string name, string? contentType, string content)
    {
        var wrapper = Read(name);

        Assert.Multiple(() =>
        {
            Assert.That(wrapper.ContentType, Is.EqualTo(contentType));
            Assert.That(Encoding.UTF8.GetString(wrapper.Body.Span), Is.EqualTo(content));
        });
    }

    [Test]
    public void Prefix_that_nothing_declares_has_no_namespace() =>
        Assert.That(CpimMessage.Parse("x.From: y\r\n"u8.ToArray()).Value!.Headers.Single().Namespace, Is.Null);

    [TestCase("message/cpim", true)]
    [TestCase("Message/CPIM; charset=utf-8", true)]
    [TestCase("message/cpimx", false)]
    [TestCase("text/plain", false)]
    [TestCase(null, false)]
    public void Type_is_known_in_any_case(string? contentType, bool isCpim) => Assert.That(CpimMessage.Is(contentType), Is.EqualTo(isCpim));

    [Test]
    public void Written_wrapper_is_read_as_it_was_written()
    {
        (string Name, string Value)[] headers = [("From", "<sip:alice@im.example>"), ("To", "<sip:bob@im.example>"), ("NS", "a <urn:x:a>"), ("a.B", "Žilina")];
        var content = Encoding.UTF8.GetBytes("Hello\r\n\r\nŽilina\0");

        var reading = CpimMessage.Parse(CpimMessage.Write(headers, "text/plain;charset=utf-8", content));

        Assert.Multiple(() =>
        {
            Assert.That(reading.IsSound);
            Assert.That(reading.Value!.Headers.Select(it => (it.Name, it.Value)), Is.EqualTo(headers));
            Assert.That(reading.Value.ContentType, Is.EqualTo("text/plain;charset=utf-8"));
            Assert.That(reading.Value.Body.ToArray(), Is.EqualTo(content));
        });
    }

    private static IEnumerable<TestCaseData> Fixtures() => WireFixture.All("cpim");

    private static CpimMessage Read(string name) => CpimMessage.Parse(WireFixture.Named("cpim", name).Octets).Value!;

    /// <summary>Each octet stands in exactly one part, and no span leads out.</summary>
    private static void AssertWhole(byte[] octets, string where)
    {
        var reading = CpimMessage.Parse(octets);
        var wrapper = reading.Value!;
        byte[] sum = [.. wrapper.Head.Of(octets), .. wrapper.Content.Head.Of(octets), .. ByteSpan.Between(wrapper.Content.Head.End, wrapper.Content.Content.Offset).Of(octets), .. wrapper.Body.Span];

        Assert.That(sum, Is.EqualTo(octets), where);
        Assert.That(wrapper.Octets.ToArray(), Is.EqualTo(octets), where);
        Assert.That(reading.Defects.Select(it => it.Span.End), Is.All.LessThanOrEqualTo(octets.Length), where);
        Assert.That(wrapper.Headers.Select(it => it.Span.End), Is.All.LessThanOrEqualTo(wrapper.Head.End), where);
        Assert.That(wrapper.Headers.Select(it => it.ValueSpan.End), Is.EqualTo(wrapper.Headers.Select(it => it.Span.End)), where);
    }
}
