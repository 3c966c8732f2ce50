using System.Text;
using Conformance.Harness.Wire.Msrp;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class MsrpPropertyTests
{
    /// <summary>Octets, and pieces of messages, in any order: most of what random octets alone would never reach.</summary>
    private static readonly Gen<byte[]> Soup = Gen.Elements(
            "MSRP ", "abcd", " ", "SEND", "200 OK", "\r\n", "\n", "\r", "To-Path: ", "From-Path: ", "msrp://a:1/s;tcp", "[::1", ":", ";",
            "Content-Type: a/b", "Byte-Range: 1-", "/", "-------", "-------abcd", "$", "+", "\r\n-------abcd$\r\n", "\0", "\u00FF", "%", "@")
        .Select(Encoding.Latin1.GetBytes)
        .ArrayOf()
        .Select(pieces => pieces.SelectMany(it => it).ToArray());

    /// <summary>Soup behind a start line, so that what follows is read as a message.</summary>
    private static readonly Gen<byte[]> Broth = Soup.Select(it => (byte[])[.. "MSRP abcd SEND\r\n"u8, .. it]);

    private static readonly Gen<string> Ident =
        from first in Gen.Elements("abcXYZ019".ToCharArray())
        from rest in Gen.Elements("abcXYZ019.-+%=".ToCharArray()).ArrayOf()
        where rest.Length is >= 3 and <= 31
        select first + new string(rest);

    private static readonly Gen<MsrpMessage> Message =
        from id in Ident.Resize(31)
        from body in ArbMap.Default.GeneratorFor<byte[]>()
        from flag in Gen.Elements('$', '+', '#')
        from hasBody in Gen.Elements(true, false)
        from isResponse in Gen.Elements(true, false)
        select Compose(id, isResponse, hasBody ? body : null, flag);

    [FsCheck.NUnit.Property(MaxTest = 2000, Replay = BodyGenerators.Replay)]
    public Property Any_octets_are_read_without_loss() => Prop.ForAll(Gen.OneOf(Soup, Broth).ToArbitrary(), octets =>
    {
        var message = MsrpMessage.Parse(octets);
        return message.Octets.Span.SequenceEqual(octets)
            && message.Defects.All(it => it.Span.Offset >= 0 && it.Span.End <= octets.Length)
            && message.Head.End <= message.Body.Offset
            && message.Body.End <= message.EndLine.Offset
            && message.ToPath.Concat(message.FromPath).All(it => it.Span.End <= octets.Length);
    });

    [FsCheck.NUnit.Property(MaxTest = 500, Replay = BodyGenerators.Replay)]
    public Property Any_uri_is_read_and_keeps_its_text() => Prop.ForAll(Soup.ToArbitrary(), octets =>
    {
        var text = Encoding.Latin1.GetString(octets);
        var reading = MsrpUri.Parse("msrp://" + text);
        return reading.Value!.Text == "msrp://" + text && reading.Value.IsEquivalentTo(reading.Value);
    });

    [FsCheck.NUnit.Property(MaxTest = 300, Replay = BodyGenerators.Replay)]
    public Property Written_message_is_sound_and_framed_whole() => Prop.ForAll(Message.ToArbitrary(), message =>
    {
        var framed = new MsrpFramer().Feed(message.Octets).Single();
        return message.Defects.Count == 0
            && framed.Octets.Span.SequenceEqual(message.Octets.Span)
            && framed.Body == message.Body
            && framed.ContinuationFlag == message.ContinuationFlag;
    });

    [FsCheck.NUnit.Property(MaxTest = 300, Replay = BodyGenerators.Replay)]
    public Property Edit_and_its_reverse_give_the_same_octets() => Prop.ForAll(Message.ToArbitrary(), message =>
        message.With("X-Edit", "1").Without("X-Edit").Octets.Span.SequenceEqual(message.Octets.Span));

    [FsCheck.NUnit.Property(MaxTest = 200, Replay = BodyGenerators.Replay)]
    public Property Framing_does_not_depend_on_the_cuts() => Prop.ForAll(
        Gen.OneOf(Soup, Broth).Zip(Message.ArrayOf(3)).ToArbitrary(),
        Gen.Choose(1, 40).ToArbitrary(),
        Gen.Choose(50, 1500).ToArbitrary(),
        (stream, step, limit) =>
        {
            byte[] octets = [.. stream.Item2.SelectMany(it => it.Octets.ToArray()), .. stream.Item1, .. stream.Item1];
            var (whole, pieces) = (new MsrpFramer(limit), new MsrpFramer(limit));
            var expected = whole.Feed(octets).Select(it => it.ToString()).ToList();
            var actual = octets.Chunk(step).SelectMany(it => pieces.Feed(it)).Select(it => it.ToString()).ToList();
            return expected.SequenceEqual(actual) && whole.Pending.Span.SequenceEqual(pieces.Pending.Span);
        });

    private static MsrpMessage Compose(string id, bool isResponse, byte[]? body, char flag)
    {
        const string Path = "msrps://[::1]:2855/s.1;tcp msrp://a.example:7777/x;tcp;lr";
        var writer = isResponse
            ? MsrpWriter.Response(id, 200, "OK", Path, Path)
            : MsrpWriter.Request(id, "SEND", Path, Path).Header("Message-ID", id).Header("Byte-Range", "1-*/*");
        return (body is null ? writer : writer.Body("text/plain;charset=\"a b\"", body)).Write(flag);
    }
}
