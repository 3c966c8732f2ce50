using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Sip;

internal sealed class ReplacesTests
{
    [TestCase("a84b4c@pc33.example;to-tag=1;from-tag=2", "a84b4c@pc33.example", "1", "2", false)]
    [TestCase("a84b4c ;\r\n FROM-TAG = 2 ; early-only ; To-Tag=1;x=y", "a84b4c", "1", "2", true)]
    [TestCase("a84b4c;to-tag=1", "a84b4c", "1", null, false)]
    public void Value_parsed_gives_its_parts(string text, string callId, string? to, string? from, bool isEarlyOnly)
    {
        var reading = Read(text);

        Assert.That(reading.Defects, Is.Empty);
        Assert.That((reading.Value!.CallId, reading.Value.ToTag, reading.Value.FromTag, reading.Value.IsEarlyOnly), Is.EqualTo((callId, to, from, isEarlyOnly)));
    }

    [TestCase(";to-tag=1", "MalformedToken 0+9")]
    [TestCase("a@;to-tag=1", "MalformedToken 0+11")]
    [TestCase("a@b, c@d", "MalformedParameter 3+5")]
    [TestCase("a@b;to-tag=1;to-tag=2", "RepeatedParameter 13+8")]
    [TestCase("a@b;to-tag=", "MalformedParameter 4+7")]
    public void Broken_value_has_exactly_its_defects(string text, string defects) =>
        Assert.That(string.Join("; ", Read(text).Defects.Select(it => $"{it.Kind} {it.Span.Offset}+{it.Span.Length}")), Is.EqualTo(defects));

    [Test]
    public void Value_truncated_at_each_octet_is_read()
    {
        const string Text = "a84b4c@pc33.example;to-tag=1;from-tag=2;early-only";
        for (var length = 0; length <= Text.Length; length++)
        {
            var reading = Read(Text[..length]);
            Assert.That(reading.Value is not null || reading.Defects.Count > 0, Text[..length]);
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 500)]
    public Property Words_come_back_as_they_were_written() => Prop.ForAll(
        Gen.Elements("a", "B-1", "x.y!%*_+`'~").Three().ToArbitrary(),
        it =>
        {
            var value = Read($"{it.Item1}@{it.Item1};to-tag={it.Item2};from-tag={it.Item3}").Value!;
            return value.CallId == $"{it.Item1}@{it.Item1}" && value.ToTag == it.Item2 && value.FromTag == it.Item3;
        });

    private static Reading<Replaces> Read(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return Replaces.Parse(octets, new ByteSpan(0, octets.Length));
    }
}
