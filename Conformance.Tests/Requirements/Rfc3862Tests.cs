using Conformance.Harness.Judging;
using Conformance.Tests.Requirements.Rfc4975;
using static Conformance.Tests.Requirements.Rfc4975.SentMessageTraces;

namespace Conformance.Tests.Requirements;

/// <summary>Wrappers of message/cpim: which are right.</summary>
internal sealed class Rfc3862Tests
{
    private const string Cpim = "message/cpim";

    private static readonly string[] Ids = ["RFC3862-2.2-1", "RFC3862-2.4-1", "RFC4975-13-2"];

    [TestCase("From: <sip:alice@im.example>|To: <sip:bob@im.example>")]
    [TestCase("To: <sip:bob@im.example>|To: <sip:carol@im.example>|cc: <sip:dave@im.example>|cc: <sip:erin@im.example>|From: A <im:a@im.example>")]
    [TestCase("From: <a:b>|To: <a:b>|NS: x <urn:x>|NS: y <urn:y>|x.Option: 1|x.Option: 2|y.From: 1|y.From: 2", Description = "extensions may come again")]
    [TestCase("From: <a:b>|To: <a:b>|Subject:;lang=sk Ahoj|Require: x.Option,Subject")]
    [TestCase("NS: s <urn:ietf:params:cpim-headers:>|NS: <urn:x>|s.From: <a:b>|s.To: <a:b>|from: 1|DateTime: 1|DateTime: 2", Description = "names of another namespace")]
    public void Wrapper_is_right(string lines)
    {
        var trace = Wrapped(lines);
        Assert.That(Ids.Select(id => trace.By(id).Verdict), Is.All.EqualTo(Verdict.Pass));
    }

    [TestCase("RFC3862-2.2-1", "from: <a:b>|From: <a:b>|To: <a:b>", "from: <a:b>")]
    [TestCase("RFC3862-2.2-1", "From: <a:b>|TO: <a:b>", "TO: <a:b>")]
    [TestCase("RFC3862-2.2-1", "From:<a:b>|To: <a:b>", "From:<a:b>")]
    [TestCase("RFC3862-2.2-1", "From: <a:b>| To: <a:b>", " To: <a:b>")]
    [TestCase("RFC3862-2.2-1", "From: <a:b>|To: <a:b> ", "To: <a:b> ")]
    [TestCase("RFC4975-13-2", "From: <a:b>", "From: <a:b>\r\n\r\n")]
    [TestCase("RFC4975-13-2", "x.From: <a:b>|To: <a:b>", "x.From: <a:b>\r\nTo: <a:b>\r\n\r\n")]
    [TestCase("RFC4975-13-2", "From: <a:b>|From: <a:c>|To: <a:b>", "From: <a:b>\r\nFrom: <a:c>\r\nTo: <a:b>\r\n\r\n")]
    [TestCase("RFC4975-13-2", "From: <a:b>|To: <a:b>|Subject: 1|Subject:;lang=sk 2", "From: <a:b>\r\nTo: <a:b>\r\nSubject: 1\r\nSubject:;lang=sk 2\r\n\r\n")]
    public void Wrapper_is_wrong(string id, string lines, string evidence)
    {
        var judgement = Wrapped(lines).By(id, out var trace);

        Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Fail));
        Assert.That(judgement.Worst().Marked(trace), Is.EqualTo(evidence));
    }

    [TestCase("\r\nContent-Language: sk\r\n\r\nHello")]
    [TestCase("\r\nContent-Type: text/plain\r\nHello")]
    [TestCase("Hello")]
    public void Content_is_wrong(string content) => Assert.That(
        new SentMessageTraces().Sends($"From: <a:b>\r\nTo: <a:b>\r\n{content}", type: Cpim).By("RFC3862-2.4-1").Verdict,
        Is.EqualTo(Verdict.Fail));

    [Test]
    public void Wrapper_is_read_over_all_its_chunks()
    {
        var text = Wrapper(new string('x', 100), "From: <a:b>", "To: <a:b>");
        var trace = Cut(text[..9], text[9..60], text[60..]);
        Assert.That(Ids.Select(id => trace.By(id).Verdict), Is.All.EqualTo(Verdict.Pass));
    }

    [Test]
    public void Each_chunk_in_a_wrapper_is_wrong() => Assert.That(
        Cut(Wrapper("Hel", "From: <a:b>", "To: <a:b>"), Wrapper("lo", "From: <a:b>", "To: <a:b>")).By("RFC4975-13-2").Verdict,
        Is.EqualTo(Verdict.Fail));

    [Test]
    public void Wrapper_that_is_sent_again_over_another_connection_is_right()
    {
        var text = Wrapper("Hello", "From: <a:b>", "To: <a:b>");
        var whole = new SentMessageTraces().Sends(text, type: Cpim).Loses().InvitesAgain().Connects().Sends(text, type: Cpim);
        var broken = First().Loses().InvitesAgain().Connects().Sends(text[..9], type: Cpim, range: $"1-9/{text.Length}", flag: '+').Sends(text[9..], type: Cpim, range: $"10-{text.Length}/{text.Length}");
        var resumed = First().Loses().InvitesAgain().Connects().Sends(text[9..], type: Cpim, range: $"10-{text.Length}/{text.Length}");

        Assert.Multiple(() =>
        {
            Assert.That(Ids.Select(id => whole.By(id).Verdict), Is.All.EqualTo(Verdict.Pass), "it had been sent whole");
            Assert.That(Ids.Select(id => broken.By(id).Verdict), Is.All.EqualTo(Verdict.Pass), "the first time it was broken off");
            Assert.That(Ids.Select(id => resumed.By(id).Verdict), Is.All.EqualTo(Verdict.Pass), "it goes on where it was broken off");
        });

        SentMessageTraces First() => new SentMessageTraces().Sends(text[..9], type: Cpim, range: $"1-9/{text.Length}", flag: '+');
    }

    [Test]
    public void Octets_of_a_wrapper_are_found_in_the_copy_that_was_read()
    {
        var text = Wrapper("Hello", "From: <a:b>", "to: <a:b>");
        var trace = new SentMessageTraces().Sends(text[..5], type: Cpim, range: $"1-5/{text.Length}", flag: '+').Loses().InvitesAgain().Connects()
            .Sends(text[..12], type: Cpim, range: $"1-12/{text.Length}", flag: '+').Sends(text[12..], type: Cpim, range: $"13-{text.Length}/{text.Length}");
        var judgement = trace.By("RFC3862-2.2-1", out var sealedTrace);

        Assert.That(judgement.Worst().Marked(sealedTrace), Is.EqualTo("to: <a:b>"));
    }

    [Test]
    public void Message_that_has_not_ended_is_not_judged() => Assert.That(
        Ids.Select(id => new SentMessageTraces().Sends("Fr", type: Cpim, range: "1-2/*", flag: '+').By(id).Verdict),
        Is.All.EqualTo(Verdict.None));

    [TestCase("message/cpim text/plain", "text/plain", Verdict.Fail)]
    [TestCase("Message/CPIM text/plain", "Message/Cpim;x=y", Verdict.Pass)]
    [TestCase("text/plain message/cpim", "text/plain", Verdict.Inconclusive)]
    [TestCase("message/cpim *", "application/im-iscomposing+xml", Verdict.Inconclusive)]
    public void Gateway_gets_messages_wrapped(string acceptTypes, string type, Verdict verdict) => Assert.That(
        new SentMessageTraces(acceptTypes).Sends("Hello", type: type).By("RFC4975-13-1").Verdict,
        Is.EqualTo(verdict));

    private static SentMessageTraces Wrapped(string lines) => new SentMessageTraces().Sends(Wrapper("Hello", lines.Split('|')), type: Cpim);

    private static SentMessageTraces Cut(params string[] chunks)
    {
        var trace = new SentMessageTraces();
        var start = 1;
        foreach (var chunk in chunks)
        {
            trace.Sends(chunk, type: Cpim, range: $"{start}-{start + chunk.Length - 1}/{chunks.Sum(it => it.Length)}", flag: chunk == chunks[^1] ? '$' : '+');
            start += chunk.Length;
        }

        return trace;
    }
}
