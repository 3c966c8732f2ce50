using System.Text;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class DigestTests
{
    private const string Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093";

    // RFC 2617 section 3.5; without qop (RFC 2069's formula) and "-sess" computed with md5sum; RFC 7616 section 3.9.1.
    [TestCase(null, "auth", "00000001", "0a4f113b", Nonce, "6629fae49393a05397450978507c4ef1")]
    [TestCase("MD5", null, null, null, Nonce, "670fd8c2df070c60b045671b8b24ff02")]
    public void Response_of_RFC_2617_is_computed(string? algorithm, string? qop, string? count, string? cnonce, string nonce, string response)
    {
        var credentials = new DigestCredentials("Mufasa", "testrealm@host.com", nonce, "/dir/index.html", "", algorithm, qop, count, cnonce, null);

        Assert.That(credentials.Expected("Circle Of Life", "GET"), Is.EqualTo(response));
    }

    [TestCase("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [TestCase("sha-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Response_of_RFC_7616_is_computed(string algorithm, string response)
    {
        var credentials = new DigestCredentials(
            "Mufasa", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "/dir/index.html", "", algorithm,
            "auth", "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", null);

        Assert.That(credentials.Expected("Circle of Life", "GET"), Is.EqualTo(response));
    }

    [Test]
    public void Response_of_a_session_algorithm_hashes_the_nonces_into_the_secret()
    {
        var plain = new DigestCredentials("a", "r", "n", "sip:h", "", "MD5", "auth", "00000001", "c", null);

        Assert.That((plain with { Algorithm = "MD5-sess" }).Expected("p", "REGISTER"), Is.EqualTo("f96daec797d7610f6c2d106fdf041555"));
    }

    [TestCase("SHA-512-256", "auth")]
    [TestCase("MD5", "auth-int")]
    public void Response_that_cannot_be_computed_is_empty(string algorithm, string qop) =>
        Assert.That(new DigestCredentials("a", "r", "n", "u", "", algorithm, qop, "00000001", "c", null).Expected("p", "GET"), Is.Empty);

    [Test]
    public void Credentials_written_are_read_as_the_same()
    {
        var credentials = new DigestCredentials("a\"\\b", "r, s", "n", "sip:h;x", "0f", "MD5", "auth", "00000002", "c", "o");

        var reading = Read(credentials.ToHeaderValue(), DigestCredentials.Parse);

        Assert.That((reading.Defects.Count, reading.Value), Is.EqualTo((0, credentials)));
    }

    [Test]
    public void Challenge_answered_gives_credentials_that_carry_what_is_expected()
    {
        var challenge = Read("Digest\r\n realm = \"im.test\" , nonce=\"n\",qop=\"auth-int, auth\", stale=TRUE, algorithm=MD5", DigestChallenge.Parse).Value!;

        var answer = challenge.Answer("alice", "secret", "REGISTER", "sip:im.test", "c");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(challenge.Qop, Is.EqualTo(new[] { "auth-int", "auth" }));
            Assert.That(challenge.Stale, Is.True);
            Assert.That((answer.Realm, answer.Qop, answer.NonceCount, answer.Cnonce), Is.EqualTo(("im.test", "auth", "00000001", "c")));
            Assert.That(answer.Response, Is.EqualTo(answer.Expected("secret", "REGISTER")).And.Length.EqualTo(32));
            Assert.That(answer.Response, Is.Not.EqualTo(answer.Expected("wrong", "REGISTER")));
            Assert.That(Read(challenge.ToHeaderValue(), DigestChallenge.Parse).Value?.Nonce, Is.EqualTo("n"));
        }
    }

    [Test]
    public void Challenge_without_qop_is_answered_without_count()
    {
        var answer = new DigestChallenge("r", "n", null, [], "o", false).Answer("a", "p", "INVITE", "sip:h", "unused");

        Assert.That((answer.Qop, answer.NonceCount, answer.Cnonce, answer.Opaque), Is.EqualTo(((string?)null, (string?)null, (string?)null, "o")));
    }

    [TestCase("Digest realm=\"r\", nonce=\"n\"", "")]
    [TestCase("digest nonce=\"\", realm=\"r\"", "")]
    [TestCase("Basic realm=\"r\"", "MalformedAuthentication 0+15 \"Basic realm=\\\"r\\\"\"")]
    [TestCase("Digest realm=\"r\" nonce=\"n\"", "MalformedAuthentication 0+26 \"Digest realm=\\\"r\\\" nonce=\\\"n\\\"\"|MalformedAuthentication 7+19 \"realm=\\\"r\\\" nonce=\\\"n\\\"\"")]
    [TestCase("Digest realm=\"r\", nonce=\"n", "UnbalancedQuote 24+2 \"\\\"n\"")]
    [TestCase("Digest realm=\"r\", nonce=\"n\", realm=\"s\"", "RepeatedParameter 29+9 \"realm=\\\"s\\\"\"")]
    [TestCase("Digest realm=\"r\", nonce=\"n\",", "MalformedAuthentication 28+0 \"\"")]
    public void Challenge_parsed_has_exactly_its_defects(string text, string defects) => Assert.That(
        DefectList.Write(Encoding.UTF8.GetBytes(text), Read(text, DigestChallenge.Parse).Defects),
        Is.EqualTo(defects.Replace('|', '\n')));

    private static Reading<T> Read<T>(string text, Func<ReadOnlyMemory<byte>, ByteSpan, Reading<T>> parse)
        where T : class
    {
        var octets = Encoding.UTF8.GetBytes(text);
        return parse(octets, new ByteSpan(0, octets.Length));
    }
}
