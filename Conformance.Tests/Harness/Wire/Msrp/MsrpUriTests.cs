using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Harness.Wire.Msrp;

internal sealed class MsrpUriTests
{
    [TestCase("msrp://host.example.com:8493/asfd34;tcp", "msrp", null, "host.example.com", 8493, "asfd34", "tcp")]
    [TestCase("MSRPS://Relay.Example;TCP", "MSRPS", null, "Relay.Example", null, null, "TCP")]
    [TestCase("msrp://[2001:db8::1]:9/a/b=;tcp", "msrp", null, "2001:db8::1", 9, "a/b=", "tcp")]
    [TestCase("msrp://alice;x=%41:y@192.0.2.1:2855/s;tcp", "msrp", "alice;x=%41:y", "192.0.2.1", 2855, "s", "tcp")]
    [TestCase("msrp://a%2Db.example:1/s;sctp", "msrp", null, "a%2Db.example", 1, "s", "sctp")]
    [TestCase("msrp://host:/s;tcp", "msrp", null, "host", null, "s", "tcp")]
    public void Uri_gives_its_parts(string text, string scheme, string? user, string host, int? port, string? session, string transport)
    {
        var reading = MsrpUri.Parse(text);
        var uri = reading.Value!;

        Assert.Multiple(() =>
        {
            Assert.That(reading.Defects, Is.Empty);
            Assert.That(
                (uri.Scheme, uri.UserInfo, uri.Host, uri.Port, uri.SessionId, uri.Transport),
                Is.EqualTo((scheme, user, host, port, session, transport)));
            Assert.That(uri.ToString(), Is.EqualTo(text));
        });
    }

    [Test]
    public void Parameters_stand_behind_the_transport()
    {
        var uri = MsrpUri.Parse("msrp://a:1/s;tcp;lr;x=1").Value!;

        Assert.That(
            uri.Parameters,
            Is.EqualTo((Parameter[])[new("lr", null, new ByteSpan(17, 2)), new("x", "1", new ByteSpan(20, 3))]));
    }

    [TestCase("", "")]
    [TestCase("msrp", "msrp")]
    [TestCase("msrp:host:1/s;tcp", "msrp:host:1/s;tcp")]
    [TestCase("http://host:1/s;tcp", "http")]
    [TestCase("msrp://:1/s;tcp", "")]
    [TestCase("msrp://ho st:1/s;tcp", "ho st")]
    [TestCase("msrp://h%zz:1/s;tcp", "h%zz")]
    [TestCase("msrp://host:12a/s;tcp", "12a")]
    [TestCase("msrp://host:65536/s;tcp", "65536")]
    [TestCase("msrp://host:1/;tcp", "")]
    [TestCase("msrp://host:1/s%20;tcp", "s%20")]
    [TestCase("msrp://host:1/s", "")]
    [TestCase("msrp://host:1/s;", "")]
    [TestCase("msrp://host:1/s;transport=tcp", "transport=tcp")]
    [TestCase("msrp://host:1/s;tcp;", "")]
    [TestCase("msrp://host:1/s;tcp;a=", "a=")]
    [TestCase("msrp://host:1/s;tcp;a=b=c", "a=b=c")]
    [TestCase("msrp://[192.0.2.1]:1/s;tcp", "[192.0.2.1]")]
    [TestCase("msrp://[fe80::1%25eth0]:1/s;tcp", "[fe80::1%25eth0]")]
    [TestCase("msrp://[::1]x:1/s;tcp", "x:1/s")]
    [TestCase("msrp://a\"b@host:1/s;tcp", "a\"b")]
    public void Broken_part_is_the_defect(string text, string part)
    {
        var reading = MsrpUri.Parse(text);
        var defect = reading.Defects.Single();

        Assert.Multiple(() =>
        {
            Assert.That(defect.Kind, Is.EqualTo(DefectKind.MalformedMsrpUri));
            Assert.That(defect.Span.Text(Encoding.UTF8.GetBytes(text)), Is.EqualTo(part));
            Assert.That(reading.IsSound, Is.False);
        });
    }

    // RFC 4975 section 6.1.
    [TestCase("msrp://host:1/s;tcp", "MSRP://HOST:1/s;TCP", true)]
    [TestCase("msrp://alice@host:1/s;tcp", "msrp://bob@host:1/s;tcp;x=1", true)]
    [TestCase("msrp://h%6Fst:1/s;tcp", "msrp://host:1/s;tcp", true)]
    [TestCase("msrp://[2001:db8:0:0::1]:1/s;tcp", "msrp://[2001:DB8::1]:1/s;tcp", true)]
    [TestCase("msrp://host:1/s;tcp", "msrps://host:1/s;tcp", false)]
    [TestCase("msrp://host:1/s;tcp", "msrp://host2:1/s;tcp", false)]
    [TestCase("msrp://host:1/s;tcp", "msrp://host:2/s;tcp", false)]
    [TestCase("msrp://host:2855/s;tcp", "msrp://host/s;tcp", false)]
    [TestCase("msrp://host:1/s;tcp", "msrp://host:1/S;tcp", false)]
    [TestCase("msrp://host:1/s;tcp", "msrp://host:1;tcp", false)]
    [TestCase("msrp://host:1/s;tcp", "msrp://host:1/s;sctp", false)]
    [TestCase("msrp://1:1/s;tcp", "msrp://0.0.0.1:1/s;tcp", false)]
    public void Comparison_follows_the_rules(string one, string other, bool isEquivalent)
    {
        var (left, right) = (MsrpUri.Parse(one).Value!, MsrpUri.Parse(other).Value!);

        Assert.Multiple(() =>
        {
            Assert.That(left.IsEquivalentTo(right), Is.EqualTo(isEquivalent));
            Assert.That(right.IsEquivalentTo(left), Is.EqualTo(isEquivalent));
        });
    }

    [Test]
    public void Path_gives_each_uri_with_its_place()
    {
        const string Path = "msrps://relay.example;tcp msrp://192.0.2.7:7654/jshA7we;tcp";
        var octets = Encoding.ASCII.GetBytes("To-Path: " + Path);

        var path = MsrpUri.ParsePath(octets, ByteSpan.Between(9, octets.Length));

        Assert.Multiple(() =>
        {
            Assert.That(path.Select(it => it.Span.Text(octets)), Is.EqualTo(Path.Split(' ')));
            Assert.That(path.Select(it => it.IsSound), Is.All.True);
        });
    }
}
