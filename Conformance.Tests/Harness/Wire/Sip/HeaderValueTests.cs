using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class HeaderValueTests
{
    [TestCase("sip:bob@im.test;tag=x", null, "sip:bob@im.test", false, "x")]
    [TestCase("<sip:bob@im.test;tag=u>;tag=x", null, "sip:bob@im.test;tag=u", true, "x")]
    [TestCase("Bob <sip:bob@im.test>", "Bob", "sip:bob@im.test", true, null)]
    [TestCase("Bob\r\n  B.<sip:bob@im.test>", "Bob B.", "sip:bob@im.test", true, null)]
    [TestCase("\"Bob \\\"<b>\\\" \\\\\"\r\n <sip:bob@im.test>\r\n ; \r\n tag \r\n = \r\n x", "Bob \"<b>\" \\", "sip:bob@im.test", true, "x")]
    [TestCase("\"\u041F\u0451\u0442\u0440\"<tel:+1>;TAG=y", "\u041F\u0451\u0442\u0440", "tel:+1", true, "y")]
    [TestCase("<sip:bob@im.test> ;x=\"a;tag=b\";tag=c", null, "sip:bob@im.test", true, "c")]
    [TestCase("sip:bob@im.test ; y=[2001:db8::1] ; tag=z", null, "sip:bob@im.test", false, "z")]
    public void Address_parsed_gives_its_parts(string text, string? displayName, string uri, bool isBracketed, string? tag)
    {
        var reading = Read(text, NameAddr.Parse);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Defects, Is.Empty);
            Assert.That(reading.Value?.DisplayName, Is.EqualTo(displayName));
            Assert.That(reading.Value?.Uri.Text, Is.EqualTo(uri));
            Assert.That(reading.Value?.IsBracketed, Is.EqualTo(isBracketed));
            Assert.That(reading.Value?.Tag, Is.EqualTo(tag));
        }
    }

    [TestCase("\"Bob <sip:b@h.test>", "UnbalancedQuote 0+19 \"\\\"Bob <sip:b@h.test>\"")]
    [TestCase("Bob \"B <sip:b@h.test>", "UnbalancedQuote 0+6 \"Bob \\\"B\"")]
    [TestCase("\"Bob\" sip:b@h.test", "MalformedNameAddr 0+18 \"\\\"Bob\\\" sip:b@h.test\"")]
    [TestCase("Bob, B <sip:b@h.test>", "MalformedNameAddr 0+6 \"Bob, B\"")]
    [TestCase("<sip:b@h.test", "UnbalancedAngleBracket 0+13 \"<sip:b@h.test\"")]
    [TestCase("sip:b@h.test>", "MalformedHost 6+7 \"h.test>\"")]
    [TestCase("<>", "MalformedUri 0+2 \"<>\"")]
    [TestCase("< sip:b@h.test>", "MalformedNameAddr 1+1 \" \"")]
    [TestCase("sip:b@h.test?a=b", "UriNeedsAngleBrackets 0+16 \"sip:b@h.test?a=b\"")]
    [TestCase("sip:b,c@h.test", "UriNeedsAngleBrackets 0+14 \"sip:b,c@h.test\"")]
    [TestCase("<sip:b@h.test> x", "MalformedParameter 15+1 \"x\"")]
    [TestCase("<sip:b@h.test>;tag", "")]
    [TestCase("<sip:b@h.test>;tag=", "MalformedParameter 15+4 \"tag=\"")]
    [TestCase("<sip:b@h.test>;=x", "MalformedParameter 14+3 \";=x\"")]
    [TestCase("<sip:b@h.test>;a=b c", "MalformedParameter 15+5 \"a=b c\"")]
    [TestCase("<sip:b@h.test>;a=@;b", "MalformedParameter 15+3 \"a=@\"")]
    [TestCase("<sip:b@h.test>;a=\"b", "UnbalancedQuote 17+2 \"\\\"b\"")]
    [TestCase("<sip:b@h.test>;a;A=1", "RepeatedParameter 17+3 \"A=1\"")]
    [TestCase("*", "MalformedUri 0+1 \"*\"")]
    public void Broken_address_parsed_has_exactly_its_defects(string text, string defects) =>
        Assert.That(Defects(text, NameAddr.Parse), Is.EqualTo(defects));

    [Test]
    public void Star_of_Contact_is_an_address_of_its_own_kind()
    {
        var reading = Read("*", NameAddr.ParseContact);

        Assert.That((reading.IsSound, reading.Value?.IsWildcard, reading.Value?.Uri.Text), Is.EqualTo((true, true, "*")));
    }

    [TestCase("SIP/2.0/UDP h.test", "2.0", "UDP", "h.test", null, null)]
    [TestCase("SIP / 2.0\r\n / tls \t h.test : 5061 ; branch = b ; rport", "2.0", "tls", "h.test", 5061, "b")]
    [TestCase("SIP/2.0/TCP [2001:db8::9:1]:5060;received=2001:db8::1;branch=z9hG4bK%f", "2.0", "TCP", "2001:db8::9:1", 5060, "z9hG4bK%f")]
    public void Via_parsed_gives_its_parts(string text, string version, string transport, string host, int? port, string? branch)
    {
        var reading = Read(text, Via.Parse);
        var via = reading.Value!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Defects, Is.Empty);
            Assert.That((via.ProtocolVersion, via.Transport, via.Host, via.Port, via.Branch), Is.EqualTo((version, transport, host, port, branch)));
        }
    }

    [TestCase("SIP/2.0 h.test", "MalformedVia 0+14 \"SIP/2.0 h.test\"")]
    [TestCase("SIP/2.0/UDP", "MalformedVia 0+11 \"SIP/2.0/UDP\"")]
    [TestCase("SIP/2.0/UDP ;branch=x", "MalformedVia 0+21 \"SIP/2.0/UDP ;branch=x\"")]
    [TestCase("SIP/2.0/UDP h_1", "MalformedHost 12+3 \"h_1\"")]
    [TestCase("SIP/2.0/UDP h.test:x", "MalformedPort 19+1 \"x\"")]
    [TestCase("SIP/2.0/UDP h.test x", "MalformedHost 18+2 \" x\"")]
    [TestCase("SIP/2.0/UDP h.test;ttl=256", "NumberOutOfRange 23+3 \"256\"")]
    [TestCase("SIP/2.0/UDP h.test;ttl=one", "MalformedNumber 23+3 \"one\"")]
    [TestCase("SIP/2.0/UDP h.test;branch=a/b", "MalformedParameter 19+10 \"branch=a/b\"")]
    public void Broken_via_parsed_has_exactly_its_defects(string text, string defects) =>
        Assert.That(Defects(text, Via.Parse), Is.EqualTo(defects));

    [TestCase("1 INVITE", 1, "INVITE", "")]
    [TestCase("0009\r\n \tINVITE", 9, "INVITE", "")]
    [TestCase("2147483647 X", 2147483647, "X", "")]
    [TestCase("2147483648 X", 2147483648L, "X", "NumberOutOfRange 0+10 \"2147483648\"")]
    [TestCase("4294967296 X", null, null, "NumberOutOfRange 0+10 \"4294967296\"")]
    [TestCase("1INVITE", null, null, "MalformedCSeq 0+7 \"1INVITE\"")]
    [TestCase("1", null, null, "MalformedCSeq 0+1 \"1\"")]
    [TestCase("INVITE 1", null, null, "MalformedCSeq 0+8 \"INVITE 1\"")]
    [TestCase("1 INVITE x", null, null, "MalformedCSeq 0+10 \"1 INVITE x\"")]
    public void CSeq_parsed_gives_its_parts_and_defects(string text, long? number, string? method, string defects)
    {
        var value = Read(text, CSeq.Parse).Value;

        Assert.That((value?.Number, value?.Method, Defects(text, CSeq.Parse)), Is.EqualTo(((uint?)number, method, defects)));
    }

    [TestCase("776656 1 INVITE", 776656, 1, "INVITE", "")]
    [TestCase("007\r\n \t2  INVITE", 7, 2, "INVITE", "")]
    [TestCase("4294967295 2147483647 x", 4294967295L, 2147483647, "x", "")]
    [TestCase("1 2147483648 X", 1, 2147483648L, "X", "NumberOutOfRange 2+10 \"2147483648\"")]
    [TestCase("4294967296 1 X", null, null, null, "NumberOutOfRange 0+10 \"4294967296\"")]
    [TestCase("1 4294967296 X", null, null, null, "NumberOutOfRange 2+10 \"4294967296\"")]
    [TestCase("1 2INVITE", null, null, null, "MalformedRAck 0+9 \"1 2INVITE\"")]
    [TestCase("1 INVITE", null, null, null, "MalformedRAck 0+8 \"1 INVITE\"")]
    [TestCase("INVITE 1 2", null, null, null, "MalformedRAck 0+10 \"INVITE 1 2\"")]
    [TestCase("1 2 INVITE;x", null, null, null, "MalformedRAck 0+12 \"1 2 INVITE;x\"")]
    [TestCase("", null, null, null, "MalformedRAck 0+0 \"\"")]
    public void RAck_parsed_gives_its_parts_and_defects(string text, long? response, long? sequence, string? method, string defects)
    {
        var value = Read(text, RAck.Parse).Value;

        Assert.That(
            (value?.ResponseNumber, value?.SequenceNumber, value?.Method, Defects(text, RAck.Parse)),
            Is.EqualTo(((uint?)response, (uint?)sequence, method, defects)));
    }

    [Test]
    public void RAck_truncated_at_each_octet_is_unsound_until_its_method_begins()
    {
        const string Whole = "776656 314159 INVITE";
        for (var length = 0; length <= Whole.Length; length++)
        {
            Assert.That(Read(Whole[..length], RAck.Parse).IsSound, Is.EqualTo(length > Whole.IndexOf('I', StringComparison.Ordinal)), Whole[..length]);
        }
    }

    [TestCase(1u)]
    [TestCase(uint.MaxValue)]
    public void Numbers_of_reliable_responses_are_read_as_they_were_written(uint number)
    {
        var response = SipWriter.Response(183, "Session Progress").Header("Require", "precondition, 100REL").Header("RSeq", $"{number}").Write();
        var prack = SipWriter.Request("PRACK", "sip:h.test").Header("RAck", $"{number} 7 INVITE").Write();

        Assert.That((response.IsReliable(), response.RSeq(), prack.RAck!.Value!.ResponseNumber), Is.EqualTo((true, (uint?)number, number)));
    }

    [TestCase(100, "100rel", "1")]
    [TestCase(200, "100rel", "1")]
    [TestCase(183, "100rel", "x")]
    [TestCase(183, "100rel", "4294967296")]
    [TestCase(183, "precondition", "1")]
    public void Response_without_one_of_its_marks_is_not_reliable(int statusCode, string required, string number) =>
        Assert.That(SipWriter.Response(statusCode, "X").Header("Require", required).Header("RSeq", number).Write().IsReliable(), Is.False);

    [TestCase("recipient-list", "recipient-list", "")]
    [TestCase("session ; handling = required", "session", "handling=required")]
    [TestCase("*;+g.oma.sip-im;require", "*", "+g.oma.sip-im=|require=")]
    public void Token_parsed_gives_its_parameters(string text, string token, string parameters)
    {
        var reading = Read(text, TokenValue.Parse);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Defects, Is.Empty);
            Assert.That(reading.Value?.Token, Is.EqualTo(token));
            Assert.That(string.Join('|', reading.Value!.Parameters.Select(it => $"{it.Name}={it.Value}")), Is.EqualTo(parameters));
        }
    }

    // Each of these stands in a sound request, so that its defects are the only ones.
    [TestCase("Contact: *", "")]
    [TestCase("Contact: <sip:a@h.test>;q=0.75;expires=0", "")]
    [TestCase("Contact: <sip:a@h.test>;q=1.5", "MalformedParameter q=1.5")]
    [TestCase("Contact: <sip:a@h.test>;expires=\"1\"", "MalformedNumber \"1\"")]
    [TestCase("Contact: <sip:a@h.test>,", "EmptyListElement ,")]
    [TestCase("Contact:", "MalformedUri ")]
    [TestCase("Route: <sip:h.test;lr>", "")]
    [TestCase("Route: sip:h.test;lr", "UriNeedsAngleBrackets sip:h.test")]
    [TestCase("Service-Route: <sip:h.test;lr>, sip:h.test", "UriNeedsAngleBrackets sip:h.test")]
    [TestCase("P-Asserted-Identity: \"A\" <sip:a@h.test>, tel:+1", "")]
    [TestCase("Allow: INVITE, ACK", "")]
    [TestCase("Allow: INVITE ACK", "MalformedToken INVITE ACK")]
    [TestCase("Require:", "MalformedToken ")]
    [TestCase("Supported: ,", "EmptyListElement ,|EmptyListElement ,")]
    [TestCase("Accept: */*, text/*;q=0.3, message / cpim;level=\"1\"", "")]
    [TestCase("Accept: text", "MalformedMediaType text")]
    [TestCase("Accept-Language: da, en-gb;q=0.8", "")]
    [TestCase("Accept-Contact: *;+g.oma.sip-im;explicit", "")]
    [TestCase("Content-Type: text/plain;charset=utf-8", "")]
    [TestCase("Content-Type: text", "MalformedMediaType text")]
    [TestCase("Content-Disposition: session;handling=optional", "")]
    [TestCase("Content-Disposition: ;handling=optional", "MalformedToken ;handling=optional")]
    [TestCase("Event: conference", "")]
    [TestCase("Subscription-State: terminated;reason=noresource", "")]
    [TestCase("Expires: 4294967295", "")]
    [TestCase("Expires: 4294967296", "NumberOutOfRange 4294967296")]
    [TestCase("Expires: soon", "MalformedNumber soon")]
    [TestCase("Session-Expires: 1800 ;refresher=uac", "")]
    [TestCase("x: 90;refresher=", "MalformedParameter refresher=")]
    [TestCase("Retry-After: 18000 (a while) ;duration=3600", "")]
    [TestCase("RSeq: 4294967295", "")]
    [TestCase("RSeq: 4294967296", "NumberOutOfRange 4294967296")]
    [TestCase("RAck: 1 1 INVITE", "")]
    [TestCase("RAck: 1 INVITE", "MalformedRAck 1 INVITE")]
    [TestCase("Retry-After: later", "MalformedNumber later")]
    [TestCase("Warning: 399 h.test \"text, more\"", "")]
    [TestCase("Warning: 39 h.test \"text\"", "NumberOutOfRange 39")]
    [TestCase("Date: Sat, 13 Nov 2010 23:29:00 GMT", "")]
    [TestCase("Date: 13 Nov 2010 23:29:00 GMT", "MalformedDate 13 Nov 2010 23:29:00 GMT")]
    [TestCase("Authorization: Basic QWxhZGRpbg==", "")]
    [TestCase("Authorization: Digest username=\"a\"", "MalformedAuthentication Digest username=\"a\"")]
    [TestCase("User-Agent: ((((", "")]
    [TestCase("X-Unknown: ;;,,\"<", "")]
    public void Header_inspected_has_exactly_its_defects(string line, string defects)
    {
        var message = SipWriter.Request("OPTIONS", "sip:h.test")
            .Header("Via", "SIP/2.0/UDP h.test")
            .Header("From", "sip:a@h.test;tag=1")
            .Header("To", "sip:b@h.test")
            .Header("Call-ID", "<\"(word]>@[h?")
            .Header("CSeq", "1 OPTIONS")
            .Header("Max-Forwards", "70")
            .Header(line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .Write();

        Assert.That(
            string.Join('|', message.Inspect().Select(it => $"{it.Kind} {it.Span.Text(message.Octets)}")), Is.EqualTo(defects));
    }

    [TestCase("a@b@c")]
    [TestCase("a@")]
    [TestCase("@b")]
    [TestCase("a b")]
    [TestCase("a,b")]
    [TestCase("")]
    public void Call_ID_that_is_not_one_or_two_words_is_malformed(string callId)
    {
        var message = SipWriter.Response(200, "OK").Header("i", callId).Write();

        Assert.That(message.Inspect(), Has.One.Matches<Defect>(it => it.Kind == DefectKind.MalformedToken
            && it.Span == message.Header("Call-ID")!.ValueSpan));
    }

    private static Reading<T> Read<T>(string text, Func<ReadOnlyMemory<byte>, ByteSpan, Reading<T>> parse)
        where T : class
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return parse(octets, new ByteSpan(0, octets.Length));
    }

    private static string Defects<T>(string text, Func<ReadOnlyMemory<byte>, ByteSpan, Reading<T>> parse)
        where T : class => DefectList.Write(Encoding.UTF8.GetBytes(text), Read(text, parse).Defects).Replace('\n', '|');
}
