using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Mime;

internal sealed class MultipartPropertyTests
{
    private static readonly Gen<string> Boundary =
        from length in Gen.Choose(0, 69)
        from start in Gen.Elements("abzABZ019'()+_,-./:=? ".ToCharArray()).ArrayOf(length)
        from end in Gen.Elements("abzABZ019'()+_,-./:=?".ToCharArray())
        select new string(start) + end;

    private static readonly Gen<(byte[] Content, string[] Headers)> Part =
        from content in BodyGenerators.Octets
        from headers in Gen.SubListOf("Content-Type: text/plain", "Content-Length: 7", "Content-ID :<a@b>", "X-Folded: a\r\n b", "X-Empty:")
        select (content, headers.ToArray());

    private static readonly Gen<(string Boundary, byte[] Preamble, byte[] Epilogue, (byte[] Content, string[] Headers)[] Parts)> Body =
        from boundary in Boundary
        from preamble in BodyGenerators.Octets
        from epilogue in BodyGenerators.Octets
        from parts in Part.NonEmptyListOf()
        let all = parts.Select(part => part.Content).Append(preamble).Append(epilogue)
        where all.All(it => it.AsSpan().IndexOf(Encoding.UTF8.GetBytes("--" + boundary)) < 0)
        select (boundary, preamble, epilogue, parts.ToArray());

    [FsCheck.NUnit.Property(Replay = BodyGenerators.Replay)]
    public Property Multipart_written_parsesToItsParts() => Prop.ForAll(Body.ToArbitrary(), it =>
    {
        var writer = new MultipartWriter(it.Boundary);
        foreach (var (content, headers) in it.Parts)
        {
            writer.Part(content, headers);
        }

        byte[] octets = [.. it.Preamble, .. it.Preamble.Length > 0 ? "\r\n"u8 : [], .. writer.Write(), .. it.Epilogue];
        var reading = Multipart.Parse(octets, new(0, octets.Length), TypeWith(it.Boundary));
        var multipart = reading.Value!;
        return reading.IsSound
            && multipart.Preamble.Of(octets).SequenceEqual(it.Preamble)
            && multipart.Epilogue.Of(octets).SequenceEqual(it.Epilogue)
            && multipart.Parts.Select(part => part.Content.Of(octets).ToArray()).Zip(it.Parts).All(pair => pair.First.SequenceEqual(pair.Second.Content))
            && multipart.Parts.Select(part => part.Headers.Count).SequenceEqual(it.Parts.Select(part => part.Headers.Length));
    });

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property Multipart_ofAnyOctets_keepsThemAll() => Prop.ForAll(
        BodyGenerators.Soup("--b", "--b--", "\r\n", "\n", "\r", " ", ":", "Content-Type: text/plain\r\n", "\r\n--b\r\n", "\r\n--b--").ToArbitrary(),
        octets =>
        {
            var multipart = Multipart.Parse(octets, new(0, octets.Length), TypeWith("b")).Value!;
            var spans = multipart.Delimiters.Zip(multipart.Parts, (delimiter, part) => new[] { delimiter, part.Span }).SelectMany(it => it);
            ByteSpan[] all = [multipart.Preamble, .. spans, .. multipart.Delimiters.Skip(multipart.Parts.Count), multipart.Epilogue];
            return all.SelectMany(it => it.Of(octets).ToArray()).SequenceEqual(octets);
        });

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property MediaType_ofAnyOctets_isReadWithSpansInside() => Prop.ForAll(
        BodyGenerators.Soup("text", "/", ";", "=", "\"", "\\", "(", ")", " ", "\r\n ", "a", ",").ToArbitrary(),
        octets =>
        {
            var reading = MediaType.Parse(octets, new(0, octets.Length));
            var spans = reading.Defects.Select(it => it.Span).Concat(reading.Value?.Parameters.Select(it => it.Span) ?? []);
            return (reading.Value is not null || reading.Defects.Count > 0)
                && spans.All(it => it.Offset >= 0 && it.Length >= 0 && it.End <= octets.Length);
        });

    private static MediaType TypeWith(string boundary) => new("multipart", "mixed", [new("boundary", boundary, default)], default);
}
