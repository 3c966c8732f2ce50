using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire.Sip;

/// <summary>Whatever the octets: nothing throws, nothing is lost, nothing points outside.</summary>
public sealed class SipTotalityTests
{
    /// <summary>Pieces that mean something to one reader or another.</summary>
    private static readonly Gen<byte[]> Soup = BodyGenerators.Soup(
        "\r\n", "\r\n", "\r\n", "\r\n\r\n", "\r", "\n", " ", "\t", "\0", "\u00FF", ":", ";", ",", "<", ">", "\"", "\\", "=", "@", "%", "%41", "?", "&", "*",
        "/", "[", "]", "[::1]", "a", "1", "70", "4294967296", "SIP/2.0", "INVITE", "INVITE sip:a@h SIP/2.0\r\n", "SIP/2.0 200 OK\r\n",
        "sip:", "tel:+1", "sip:a@h", "<sip:a@h;lr>", "Via:", "v:", "SIP/2.0/UDP h", ";branch=z9hG4bK", "To:", "f:", ";tag=1", "Contact:", "m:*", "Route:",
        "CSeq: 1 INVITE\r\n", "CSeq:", "Call-ID:", "Content-Length:", "l: 2\r\n", "l: 0\r\n", "Allow:", "Accept:", "a/b", "Date:", "Expires:", "Warning:",
        "Authorization: Digest ", "username=\"a\"", "Content-Type:", "Retry-After:", "Session-Expires:", "Event:", "Content-Disposition:", "RAck: 1 1 INVITE\r\n", "RAck:", "RSeq:");

    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.All))]
    public void Message_truncated_at_each_octet_is_read_whole(string file)
    {
        var octets = File.ReadAllBytes(file);
        for (var length = 0; length <= octets.Length; length++)
        {
            AssertReadWhole(octets.AsMemory(0, length));
        }
    }

    [TestCaseSource(typeof(SipFixtures), nameof(SipFixtures.All))]
    public void Stream_truncated_at_each_octet_loses_none(string file)
    {
        var octets = File.ReadAllBytes(file);
        for (var length = 0; length <= octets.Length; length++)
        {
            AssertNothingLost(octets.AsMemory(0, length), []);
        }
    }

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property Octets_of_any_kind_are_read_whole() => Prop.ForAll(BodyGenerators.Octets.ToArbitrary(), octets => AssertReadWhole(octets));

    [FsCheck.NUnit.Property(MaxTest = 2000, Replay = BodyGenerators.Replay)]
    public Property Words_of_SIP_in_any_order_are_read_whole() => Prop.ForAll(Soup.ToArbitrary(), octets =>
    {
        AssertReadWhole(octets);
        ReadEverything(SipMessage.Parse(octets));
    });

    [FsCheck.NUnit.Property(MaxTest = 1000, Replay = BodyGenerators.Replay)]
    public Property Stream_is_cut_into_the_same_messages_however_it_arrives() => Prop.ForAll(
        Soup.ToArbitrary(),
        Gen.Choose(1, 40).ArrayOf().ToArbitrary(),
        (stream, chunks) => AssertNothingLost(stream, chunks));

    /// <summary>Start line, fields and body stand in order and leave out nothing but what a defect points at.</summary>
    private static void AssertReadWhole(ReadOnlyMemory<byte> octets)
    {
        var message = SipMessage.Parse(octets);
        var defects = message.Inspect();
        var position = message.StartLine.End;
        var isWhole = message.Octets.Equals(octets)
            && defects.All(it => it.Span.Offset >= 0 && it.Span.Length >= 0 && it.Span.End <= octets.Length)
            && message.Head.End <= message.Body.Offset
            && (message.Body.End == octets.Length || defects.Any(it => it.Kind == DefectKind.OctetsAfterBody));
        foreach (var header in message.Headers)
        {
            isWhole &= IsExplained(message, defects, ByteSpan.Between(position, header.Span.Offset));
            position = header.Span.End;
        }

        isWhole &= IsExplained(message, defects, ByteSpan.Between(position, message.Head.End));
        Assert.That(isWhole, Is.True, () => Convert.ToHexString(octets.Span));
    }

    /// <summary>Between fields there is nothing but line ends and lines that were told to be no fields.</summary>
    private static bool IsExplained(SipMessage message, IReadOnlyList<Defect> defects, ByteSpan gap) =>
        Enumerable.Range(gap.Offset, gap.Length).All(at => message.Octets.Span[at] is (byte)'\r' or (byte)'\n'
            || defects.Any(it => it.Kind == DefectKind.HeaderWithoutColon && it.Span.Offset <= at && at < it.Span.End));

    /// <summary>Every reader on every field, whatever the field.</summary>
    private static void ReadEverything(SipMessage message)
    {
        foreach (var header in message.Headers)
        {
            _ = message.Elements(header.Name);
            _ = message.Addresses(header.Name);
            _ = message.Token(header.Name);
            _ = message.Number(header.Name);
            _ = DigestCredentials.Parse(message.Octets, header.ValueSpan);
            _ = DigestChallenge.Parse(message.Octets, header.ValueSpan);
        }

        _ = (message.From, message.To, message.CSeq, message.RAck, message.RSeq(), message.CallId, message.Vias, message.Contacts, message.RequestUri);
        var uri = message.RequestUri.Value;
        Assert.That(uri is null || uri.IsEquivalentTo(uri), Is.True);
    }

    /// <summary>The messages cut out, what is pending, and CRLFs between them are the stream; and every way to feed it cuts alike.</summary>
    private static void AssertNothingLost(ReadOnlyMemory<byte> stream, IReadOnlyList<int> chunks)
    {
        var (whole, rest) = Feed(stream, []);
        var (pieces, restOfPieces) = Feed(stream, chunks);
        var position = 0;
        foreach (var piece in whole.Append(rest))
        {
            while (!stream.Span[position..].StartsWith(piece) || (piece.Length == 0 && position < stream.Length))
            {
                Assert.That(stream.Span[position..].StartsWith("\r\n"u8), Is.True, $"octet {position} is lost");
                position += 2;
            }

            position += piece.Length;
        }

        Assert.That(position, Is.EqualTo(stream.Length));
        Assert.That(pieces.Select(Convert.ToHexString), Is.EqualTo(whole.Select(Convert.ToHexString)));
        Assert.That(restOfPieces.AsSpan().SequenceEqual(rest), Is.True);
    }

    private static (List<byte[]> Messages, byte[] Pending) Feed(ReadOnlyMemory<byte> stream, IReadOnlyList<int> chunks)
    {
        var framer = new SipFramer();
        var messages = new List<byte[]>();
        foreach (var chunk in chunks)
        {
            var length = Math.Min(chunk, stream.Length);
            messages.AddRange(framer.Feed(stream[..length]).Select(it => it.Octets.ToArray()));
            stream = stream[length..];
        }

        messages.AddRange(framer.Feed(stream).Select(it => it.Octets.ToArray()));
        return (messages, framer.Pending.ToArray());
    }
}
