using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class MsrpFixtureTests
{
    [TestCaseSource(typeof(MsrpFixture), nameof(MsrpFixture.All))]
    public void Fixture_has_exactly_its_defects(MsrpFixture fixture)
    {
        var message = MsrpMessage.Parse(fixture.Octets);

        Assert.That(message.Defects.Select(it => MsrpFixture.Describe(it, message.Octets)), Is.EqualTo(fixture.Defects));
    }

    [TestCaseSource(typeof(MsrpFixture), nameof(MsrpFixture.All))]
    public void Fixture_keeps_its_octets(MsrpFixture fixture) =>
        Assert.That(MsrpMessage.Parse(fixture.Octets).Octets.ToArray(), Is.EqualTo(fixture.Octets));

    [TestCaseSource(typeof(MsrpFixture), nameof(MsrpFixture.Sound))]
    public void Sound_message_cut_at_any_octet_is_defective_and_never_throws(MsrpFixture fixture)
    {
        for (var length = 0; length < fixture.Octets.Length; length++)
        {
            var message = MsrpMessage.Parse(fixture.Octets.AsMemory(0, length));

            Assert.That(message.Defects, Is.Not.Empty, $"cut at {length}");
            Assert.That(message.Defects.Select(it => it.Span.End), Is.All.LessThanOrEqualTo(length), $"cut at {length}");
        }
    }

    [TestCaseSource(typeof(MsrpFixture), nameof(MsrpFixture.All))]
    public void Fixture_without_one_of_its_octets_or_its_tail_is_read(MsrpFixture fixture)
    {
        for (var at = 0; at < fixture.Octets.Length; at++)
        {
            byte[] without = [.. fixture.Octets[..at], .. fixture.Octets[(at + 1)..]];
            foreach (var octets in (byte[][])[without, fixture.Octets[..at]])
            {
                var message = MsrpMessage.Parse(octets);
                Assert.That(message.Octets.ToArray(), Is.EqualTo(octets));
                Assert.That(message.Defects.Select(it => it.Span.End), Is.All.LessThanOrEqualTo(octets.Length), $"at {at}");
            }
        }
    }

    [TestCaseSource(typeof(MsrpFixture), nameof(MsrpFixture.Sound))]
    public void Sound_message_is_complete_at_its_last_octet_only(MsrpFixture fixture)
    {
        var framer = new MsrpFramer();
        var early = Enumerable.Range(0, fixture.Octets.Length - 1).Sum(at => framer.Feed(fixture.Octets.AsMemory(at, 1)).Count());
        var message = framer.Feed(fixture.Octets.AsMemory(^1..)).Single();

        Assert.Multiple(() =>
        {
            Assert.That(early, Is.Zero);
            Assert.That(message.Octets.ToArray(), Is.EqualTo(fixture.Octets));
            Assert.That(framer.Pending.IsEmpty, Is.True);
        });
    }

    [TestCaseSource(typeof(MsrpFixture), nameof(MsrpFixture.Sound))]
    public void Sound_message_has_its_parts_side_by_side(MsrpFixture fixture)
    {
        var message = MsrpMessage.Parse(fixture.Octets);
        var between = ByteSpan.Between(message.Head.End, message.EndLine.Offset);

        Assert.Multiple(() =>
        {
            Assert.That(message.Head.Offset, Is.Zero);
            Assert.That(message.EndLine.End + 2, Is.EqualTo(fixture.Octets.Length));
            Assert.That(between.Length, Is.EqualTo(message.HasBody ? message.Body.Length + 4 : 0));
            Assert.That(message.EndLine.Text(message.Octets), Is.EqualTo($"-------{message.TransactionId}{message.ContinuationFlag}"));
        });
    }
}
