using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class CpimPropertyTests
{
    private static readonly Gen<byte[]> Soup = BodyGenerators.Soup(
        "From", "To", "NS", ": ", ":", ";", "=", "\"", "\\", ".", "<urn:x>", "<", ">", " ", "\t", "\0", "é", "\r\n", "\r\n", "\n", "\r", "\r\n\r\n",
        "From: <a:b>\r\n", "To: <a:b>\r\n", "NS: x <urn:x>\r\n", "NS: <urn:y>\r\n", "x.Option;a=b: 1\r\n", "Subject:;lang=sk Ahoj\r\n", "Content-Type: text/plain\r\n", "content-type:", "text/plain");

    private static readonly Gen<string> Token =
        from characters in Gen.Elements("aZ09!#$%&'*+-^_`|~".ToCharArray()).NonEmptyListOf()
        select string.Concat(characters);

    private static readonly Gen<string> Name = Gen.OneOf(
        Gen.Elements("From", "To", "cc", "DateTime", "Subject", "Require"),
        Token,
        Token.Zip(Token).Select(it => $"{it.Item1}.{it.Item2}"));

    /// <summary>What may stand in a value, with no white space at either end; one that seems to have parameters is among them.</summary>
    private static readonly Gen<string> Value =
        from words in Gen.Elements("<sip:a@h>", "\"A; B\"", ";lang=sk", ":", "Žilina", "友🎈", "\\u0001", "<", ">", "x").ArrayOf()
        select string.Join(' ', words);

    private static readonly Gen<((string Name, string Value)[] Headers, string Type, byte[] Content)> Wrapper =
        from headers in Name.Zip(Value).ArrayOf()
        from type in Gen.Elements("text/plain", "Text/PLAIN; charset=\"a b\"", "message/cpim")
        from content in Gen.OneOf(BodyGenerators.Octets, Soup)
        select (headers.Select(it => (it.Item1, it.Item2)).ToArray(), type, content);

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property Written_wrapper_is_sound_and_comes_back() => Prop.ForAll(Wrapper.ToArbitrary(), it =>
    {
        var reading = CpimMessage.Parse(CpimMessage.Write(it.Headers, it.Type, it.Content));
        var wrapper = reading.Value!;
        return reading.IsSound
            && wrapper.Headers.Select(header => (header.Name, header.Value)).SequenceEqual(it.Headers)
            && wrapper.ContentType == it.Type
            && wrapper.Body.Span.SequenceEqual(it.Content);
    });

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property Written_wrapper_is_the_sum_of_its_parts_wherever_it_is_cut() => Prop.ForAll(
        Wrapper.ToArbitrary(),
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        (it, at) =>
        {
            var octets = CpimMessage.Write(it.Headers, it.Type, it.Content);
            return IsWhole(octets[..(at % (octets.Length + 1))]);
        });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property Octets_of_any_kind_are_read_whole() => Prop.ForAll(BodyGenerators.Octets.ToArbitrary(), IsWhole);

    [FsCheck.NUnit.Property(MaxTest = 2000, Replay = BodyGenerators.Replay)]
    public Property Words_of_a_wrapper_in_any_order_are_read_whole() => Prop.ForAll(Soup.ToArbitrary(), IsWhole);

    /// <summary>Soundness is that of the text: a wrapper without a defect has lines of the grammar alone.</summary>
    [FsCheck.NUnit.Property(MaxTest = 2000, Replay = BodyGenerators.Replay)]
    public Property Sound_wrapper_written_again_is_the_same() => Prop.ForAll(
        Soup.Select(it => (byte[])[.. it, .. "\r\n\r\nContent-Type: text/plain\r\n\r\n"u8]).ToArbitrary(),
        octets =>
        {
            var reading = CpimMessage.Parse(octets);
            var wrapper = reading.Value!;
            var lines = string.Concat(wrapper.Headers.Select(it => $"{it.Span.Text(octets)}\r\n"));
            return !reading.IsSound || $"{lines}\r\n" == Encoding.UTF8.GetString(wrapper.Head.Of(octets));
        });

    /// <summary>Each octet stands in exactly one part, headers stand in their order, and nothing points outside.</summary>
    private static bool IsWhole(byte[] octets)
    {
        var reading = CpimMessage.Parse(octets);
        var wrapper = reading.Value!;
        var position = 0;
        foreach (var header in wrapper.Headers)
        {
            if (header.Span.Offset < position || header.ValueSpan.Offset < header.Span.Offset || header.ValueSpan.End != header.Span.End)
            {
                return false;
            }

            position = header.Span.End;
        }

        return wrapper.Octets.Span.SequenceEqual(octets)
            && position <= wrapper.Head.End
            && wrapper.Head.Offset == 0
            && wrapper.Head.End == wrapper.Content.Head.Offset
            && wrapper.Content.Head.End <= wrapper.Content.Content.Offset
            && wrapper.Content.Content.End == octets.Length
            && reading.Defects.All(it => it.Span.Offset >= 0 && it.Span.Length >= 0 && it.Span.End <= octets.Length)
            && reading.Defects.Any(it => it.Kind == DefectKind.MissingCpimContentType) == (wrapper.ContentType is null);
    }
}
