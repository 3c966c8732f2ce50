using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Tests.Harness.Wire.Mime;

/// <summary>Multiparts as fixtures: a Content-Type field, a blank line, the body.</summary>
internal sealed class MultipartTests
{
    [TestCaseSource(nameof(Fixtures))]
    public void Multipart_fixture_hasExpectedDefects(WireFixture fixture) =>
        Assert.That(fixture.Written(Parse(fixture.Octets).Defects), Is.EqualTo(fixture.ExpectedDefects));

    [TestCaseSource(nameof(Fixtures))]
    public void Multipart_truncatedAtAnyOctet_isTheSumOfItsPieces(WireFixture fixture)
    {
        var body = BodyOf(fixture.Octets);
        var torn = Enumerable.Range(body, fixture.Octets.Length - body + 1).Where(length => !IsSumOfPieces(fixture.Octets[..length]));
        Assert.That(torn, Is.Empty);
    }

    [TestCase("two-parts", "v=0\r\n|hello")]
    [TestCase("preamble-and-epilogue", "no header here|ends with a line break\r\n")]
    [TestCase("empty-preamble", "v=0\r\n")]
    [TestCase("odd-case-and-folds", "hello")]
    [TestCase("part-ends-with-header", "|")]
    [TestCase("hyphens-in-content", "--b2\r\n --b1\r\nx--b1--\r\n--B1\r\n--b1x\r\n--b1--x")]
    [TestCase("boundary-of-hyphens", "x")]
    [TestCase("boundary-too-long", "x")]
    [TestCase("boundary-unquoted", "x")]
    [TestCase("boundary-ends-with-space", "x")]
    [TestCase("not-closed", "x|y\r\n")]
    [TestCase("no-blank-line", "hello world")]
    [TestCase("bare-line-feeds", "x")]
    public void Parts_ofFixture_haveTheirContent(string name, string contents)
    {
        var fixture = WireFixture.Named("mime", name);
        var parts = Parse(fixture.Octets).Value!.Parts;
        Assert.That(parts.Select(part => part.Content.Text(fixture.Octets)), Is.EqualTo(contents.Split('|')));
    }

    [Test]
    public void Part_ofOddCase_hasHeaderAndType()
    {
        var part = Parse(WireFixture.Named("mime", "odd-case-and-folds").Octets).Value!.Parts[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(part.Is("text/plain"));
            Assert.That(part.Header("Content-Type")!.Value, Is.EqualTo("Text/Plain; charset=\"utf-8\""));
            Assert.That(part.ContentType!.Value!.Parameters.Named("CHARSET")!.Value, Is.EqualTo("utf-8"));
            Assert.That(part.ContentType.Defects, Is.Empty);
        }
    }

    [Test]
    public void PreambleAndEpilogue_areSet()
    {
        var octets = WireFixture.Named("mime", "preamble-and-epilogue").Octets;
        var multipart = Parse(octets).Value!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(multipart.Preamble.Text(octets), Does.StartWith("Ignore this.").And.EndsWith("boundary\r\n"));
            Assert.That(multipart.Epilogue.Text(octets), Does.StartWith("\r\nIgnore this too.").And.EndsWith("epilogue\r\n"));
            Assert.That(multipart.Delimiters, Has.Count.EqualTo(3));
        }
    }

    internal static Reading<Multipart> Parse(byte[] octets)
    {
        var body = BodyOf(octets);
        var value = ByteSpan.Between("Content-Type: ".Length, body - "\r\n\r\n".Length);
        var contentType = MediaType.Parse(octets, value);
        var reading = Multipart.Parse(octets, ByteSpan.Between(body, octets.Length), contentType.Value!);
        return reading with { Defects = [.. contentType.Defects, .. reading.Defects] };
    }

    private static int BodyOf(byte[] octets) => octets.AsSpan().IndexOf("\r\n\r\n"u8) + 4;

    /// <summary>Whether each piece begins where the one before it ends, from the first octet of the body to the last.</summary>
    private static bool IsSumOfPieces(byte[] octets)
    {
        if (Parse(octets) is not { Value: { } multipart } reading)
        {
            return true;
        }

        var middle = multipart.Delimiters.Concat(multipart.Parts.Select(part => part.Span)).OrderBy(it => it.Offset).ThenBy(it => it.End);
        var at = reading.Span.Offset;
        foreach (var piece in middle.Prepend(multipart.Preamble).Append(multipart.Epilogue))
        {
            if (piece.Offset != at)
            {
                return false;
            }

            at = piece.End;
        }

        return at == octets.Length;
    }

    private static IEnumerable<TestCaseData> Fixtures() => WireFixture.All("mime");
}
