using System.Text;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class WireUriTests
{
    [TestCase("sip:alice@im.test", "alice", null, "im.test", null)]
    [TestCase("SIPS:alice:secret@IM.test:5061", "alice", "secret", "IM.test", 5061)]
    [TestCase("sip:im.test", null, null, "im.test", null)]
    [TestCase("sip:+1-212(555)@[2001:DB8::1]:5060;transport=tcp", "+1-212(555)", null, "2001:DB8::1", 5060)]
    [TestCase("sip:user;par=u%40example.net@example.com", "user;par=u%40example.net", null, "example.com", null)]
    [TestCase("sip:a?b/c@192.0.2.1", "a?b/c", null, "192.0.2.1", null)]
    [TestCase("sip:a@example.com.", "a", null, "example.com.", null)]
    public void Sip_uri_parsed_gives_its_parts(string text, string? user, string? password, string host, int? port)
    {
        var reading = WireUri.Parse(text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.IsSound, Is.True);
            Assert.That(reading.Value?.Text, Is.EqualTo(text));
            var uri = (SipUri)reading.Value!;
            Assert.That((uri.User, uri.Password, uri.Host, uri.Port), Is.EqualTo((user, password, host, port)));
        }
    }

    [Test]
    public void Sip_uri_parsed_gives_parameters_and_header_fields_where_they_stand()
    {
        var uri = (SipUri)WireUri.Parse("sip:a@h.test;transport=tcp;lr;gr=urn:uuid:1?to=sip:b%40h&x=").Value!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(uri.Parameters.Select(it => $"{it.Name}={it.Value ?? "none"} {it.Span.Offset}+{it.Span.Length}"), Is.EqualTo(
                new[] { "transport=tcp 13+13", "lr=none 27+2", "gr=urn:uuid:1 30+13" }));
            Assert.That(uri.Headers.Select(it => $"{it.Name}={it.Value} {it.Span.Offset}+{it.Span.Length}"), Is.EqualTo(
                new[] { "to=sip:b%40h 44+12", "x= 57+2" }));
        }
    }

    [TestCase("tel:+33-6.00(00)", "+33-6.00(00)")]
    [TestCase("tel:911;phone-context=+1", "911")]
    [TestCase("TEL:*21#;phone-context=im.test", "*21#")]
    public void Tel_uri_parsed_gives_its_number(string text, string number)
    {
        var reading = WireUri.Parse(text);

        Assert.That((reading.IsSound, (reading.Value as TelUri)?.Number), Is.EqualTo((true, number)));
    }

    [TestCase("im:bob@im.test", "im")]
    [TestCase("urn:service:sos", "urn")]
    [TestCase("http://[2001:db8::1]/?q=a%20b", "http")]
    [TestCase("nobodyKnowsThisScheme:totallyopaquecontent", "nobodyKnowsThisScheme")]
    public void Uri_of_another_scheme_parsed_is_kept_as_it_is(string text, string scheme)
    {
        var reading = WireUri.Parse(text);

        Assert.That((reading.IsSound, reading.Value), Is.EqualTo((true, (WireUri)new OtherUri(text, scheme, reading.Span))));
    }

    [TestCase("", "MalformedUri 0+0 \"\"")]
    [TestCase("alice@im.test", "MalformedUri 0+13 \"alice@im.test\"")]
    [TestCase("1sip:a@b", "MalformedUri 0+8 \"1sip:a@b\"")]
    [TestCase("sip:", "MalformedHost 0+4 \"sip:\"")]
    [TestCase("sip:@h.test", "MalformedUri 4+1 \"@\"")]
    [TestCase("sip:al ice@h.test", "MalformedUri 6+1 \" \"")]
    [TestCase("sip:a#b@h.test", "MalformedUri 5+1 \"#\"")]
    [TestCase("sip:a%4@h.test", "MalformedEscape 5+2 \"%4\"")]
    [TestCase("sip:a%4G@h.test", "MalformedEscape 5+3 \"%4G\"")]
    [TestCase("sip:a@h_1.test", "MalformedHost 6+8 \"h_1.test\"")]
    [TestCase("sip:a@-h.test", "MalformedHost 6+7 \"-h.test\"")]
    [TestCase("sip:a@h..test", "MalformedHost 6+7 \"h..test\"")]
    [TestCase("sip:a@1.2.3", "MalformedHost 6+5 \"1.2.3\"")]
    [TestCase("sip:a@[::1", "MalformedHost 6+4 \"[::1\"")]
    [TestCase("sip:a@[::g]", "MalformedHost 6+5 \"[::g]\"")]
    [TestCase("sip:a@[fe80::1%25eth0]", "MalformedHost 6+16 \"[fe80::1%25eth0]\"")]
    [TestCase("sip:a@[::1]x", "MalformedHost 11+1 \"x\"")]
    [TestCase("sip:a@h.test:", "MalformedPort 12+1 \":\"")]
    [TestCase("sip:a@h.test:70000", "MalformedPort 13+5 \"70000\"")]
    [TestCase("sip:a@h.test:5O60", "MalformedPort 13+4 \"5O60\"")]
    [TestCase("sip:a@h.test;;lr", "MalformedParameter 12+1 \";\"")]
    [TestCase("sip:a@h.test;lr=", "MalformedParameter 12+4 \";lr=\"")]
    [TestCase("sip:a@h.test;lr;LR", "RepeatedParameter 16+2 \"LR\"")]
    [TestCase("sip:a@h.test;lr;%6cr", "RepeatedParameter 16+4 \"%6cr\"")]
    [TestCase("sip:a@h.test;x=\"y\"", "MalformedUri 15+1 \"\\\"\"|MalformedUri 17+1 \"\\\"\"")]
    [TestCase("sip:a@h.test?x", "MalformedUri 12+2 \"?x\"")]
    [TestCase("tel:911", "MalformedUri 4+3 \"911\"")]
    [TestCase("tel:+", "MalformedUri 4+1 \"+\"")]
    [TestCase("tel:+33 6", "MalformedUri 4+5 \"+33 6\"")]
    [TestCase("urn:", "MalformedUri 0+4 \"urn:\"")]
    [TestCase("http://h/<a>", "MalformedUri 11+1 \">\"|MalformedUri 9+1 \"<\"")]
    public void Broken_uri_parsed_has_exactly_its_defects(string text, string defects)
    {
        var written = DefectList.Write(Encoding.UTF8.GetBytes(text), WireUri.Parse(text).Defects);

        Assert.That(written, Is.EqualTo(defects.Replace('|', '\n')));
    }

    // The pairs of RFC 3261 section 19.1.4, then what its rules say beyond them.
    [TestCase("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp", true)]
    [TestCase("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true)]
    [TestCase("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on", true)]
    [TestCase("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com", true)]
    [TestCase("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true)]
    [TestCase("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP", false)]
    [TestCase("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false)]
    [TestCase("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false)]
    [TestCase("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false)]
    [TestCase("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting", false)]
    [TestCase("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false)]
    [TestCase("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off", false)]
    [TestCase("sip:a@h.test", "sips:a@h.test", false)]
    [TestCase("sip:a@h.test", "sip:h.test", false)]
    [TestCase("sip:a:x@h.test", "sip:a@h.test", false)]
    [TestCase("sip:a@h.test;maddr=192.0.2.1", "sip:a@h.test", false)]
    [TestCase("sip:a@h.test;user=phone", "sip:a@h.test", false)]
    [TestCase("sip:a@h.test;method=INVITE", "sip:a@h.test;method=invite", false)]
    [TestCase("sip:a@h.test;lr", "sip:a@h.test;LR", true)]
    [TestCase("sip:a@h.test;x", "sip:a@h.test;x=1", false)]
    [TestCase("sip:a%40b@h.test", "sip:a%40B@h.test", false)]
    [TestCase("sip:a%3bb@h.test", "sip:a%3Bb@h.test", true)]
    [TestCase("sip:a%3Bb@h.test", "sip:a;b@h.test", false)]
    [TestCase("sip:v%2541@h.test", "sip:vA@h.test", false)]
    [TestCase("sip:v%2541@h.test", "sip:v%25%34%31@h.test", true)]
    [TestCase("sip:a@[2001:db8::1]", "sip:a@[2001:0DB8:0::1]", true)]
    [TestCase("sip:a@h.test?s=x", "sip:a@h.test?Subject=X", true)]
    [TestCase("tel:+1-201-555-0123", "TEL:+12015550123", true)]
    [TestCase("tel:+12015550123", "tel:12015550123;phone-context=+1", false)]
    [TestCase("tel:7042;phone-context=Example.com", "tel:70-42;phone-context=example.COM", true)]
    [TestCase("tel:7042;phone-context=+1-2", "tel:7042;phone-context=+12", true)]
    [TestCase("tel:7042;phone-context=a.com", "tel:7042;phone-context=b.com", false)]
    [TestCase("tel:+1;ext=5-0", "tel:+1;ext=50", true)]
    [TestCase("tel:+1;ext=50", "tel:+1", false)]
    [TestCase("tel:+1;a=1;b=2", "tel:+1;B=2;a=1", true)]
    [TestCase("tel:+1", "sip:+1@h.test;user=phone", false)]
    [TestCase("IM:bob@im.test", "im:bob@im.test", true)]
    [TestCase("urn:x%3a", "urn:x%3A", true)]
    [TestCase("urn:x:A", "urn:x:a", false)]
    public void Uris_compared_are_equivalent_by_the_rules_of_their_scheme(string one, string other, bool expected)
    {
        var (left, right) = (WireUri.Parse(one), WireUri.Parse(other));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(left.Defects.Concat(right.Defects), Is.Empty);
            Assert.That(left.Value!.IsEquivalentTo(right.Value!), Is.EqualTo(expected));
            Assert.That(right.Value!.IsEquivalentTo(left.Value!), Is.EqualTo(expected));
        }
    }
}
