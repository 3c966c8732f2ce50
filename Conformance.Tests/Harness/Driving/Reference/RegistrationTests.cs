using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Driving.Reference;

/// <summary>REGISTER: challenge, refresh, Service-Route, de-registration.</summary>
public sealed class RegistrationTests
{
    [Test]
    public void Register_that_is_challenged_is_sent_again_with_credentials() => Bench.RunRegistered(bench =>
    {
        var requests = bench.Peer.Requests("REGISTER").ToList();
        var header = requests[1].Header("Authorization")!;
        var credentials = DigestCredentials.Parse(requests[1].Octets, header.ValueSpan).Value!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(requests, Has.Count.EqualTo(2));
            Assert.That(requests[0].RequestUriSpan.Text(requests[0].Octets), Is.EqualTo("sip:im.example"));
            Assert.That(requests[1].CallId, Is.EqualTo(requests[0].CallId));
            Assert.That(requests[1].CSeq!.Value!.Number, Is.EqualTo(requests[0].CSeq!.Value!.Number + 1));
            Assert.That(requests[1].Vias[0].Value!.Branch, Is.Not.EqualTo(requests[0].Vias[0].Value!.Branch));
            Assert.That(credentials.Response, Is.EqualTo(credentials.Expected("secret", "REGISTER")));
            Assert.That(credentials.NonceCount, Is.EqualTo("00000001"));
            Assert.That(credentials.Opaque, Is.EqualTo("o1"));
        }

        return Task.CompletedTask;
    });

    [TestCase("Digest realm=\"im.example\", nonce=\"n1\", algorithm=AKAv1-MD5", "Digest realm=\"im.example\", nonce=\"n2\", algorithm=MD5", "n2")]
    [TestCase("Digest realm=\"im.example\", nonce=\"n1\", algorithm=SHA-256", "Digest realm=\"im.example\", nonce=\"n2\"", "n1")]
    public void Challenge_with_a_choice_is_answered_once_by_the_first_that_is_known(string first, string second, string nonce) => Bench.Run(async bench =>
    {
        bench.Peer.OnRegister = (request, hop) =>
            bench.Peer.Reply(request, hop, 401, "Unauthorized", ("WWW-Authenticate", first), ("WWW-Authenticate", second));
        await bench.Ask("initialize", bench.Initialization());
        await bench.Ask("register");

        var request = bench.Peer.Requests("REGISTER").Last();
        var header = request.HeadersNamed("Authorization").Single();
        Assert.That(DigestCredentials.Parse(request.Octets, header.ValueSpan).Value!.Nonce, Is.EqualTo(nonce));
    });

    [TestCase(false, 2)]
    [TestCase(true, 3)]
    public void Register_whose_credentials_are_turned_down_is_repeated_for_a_stale_nonce_only(bool stale, int sent) => Bench.Run(async bench =>
    {
        var challenges = 0;
        bench.Peer.OnRegister = (request, hop) => bench.Peer.Reply(request, hop, 401, "Unauthorized", ("WWW-Authenticate", ++challenges == 2 && stale
            ? "Digest realm=\"im.example\", nonce=\"n2\", stale=true"
            : $"Digest realm=\"im.example\", nonce=\"m{challenges}\""));
        await bench.Ask("initialize", bench.Initialization());

        var answer = await bench.Ask("register");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Bench.ErrorCode(answer), Is.EqualTo(-32000));
            Assert.That(bench.Peer.Requests("REGISTER").Count(), Is.EqualTo(sent));
        }
    });

    [Test]
    public void Register_against_a_registrar_that_finds_every_nonce_stale_ends() => Bench.Run(async bench =>
    {
        var challenges = 0;
        bench.Peer.OnRegister = (request, hop) => bench.Peer.Reply(
            request, hop, 401, "Unauthorized", ("WWW-Authenticate", $"Digest realm=\"im.example\", nonce=\"n{++challenges}\", stale=true"));
        await bench.Ask("initialize", bench.Initialization());

        Assert.That(Bench.ErrorCode(await bench.Ask("register")), Is.EqualTo(-32000));
    });

    [Test]
    public void Register_without_any_answer_fails_in_time() => Bench.Run(async bench =>
    {
        bench.Peer.OnRegister = (_, _) => { };
        await bench.Ask("initialize", bench.Initialization());

        Assert.That(Bench.ErrorCode(await bench.Ask("register")), Is.EqualTo(-32000));
    });

    /// <summary>RFC 3261 section 10.2.</summary>
    [Test]
    public void Register_while_one_is_under_way_waits_for_it() => Bench.Run(async bench =>
    {
        var requests = new List<(SipMessage Request, Hop Hop)>();
        bench.Peer.OnRegister = (request, hop) => requests.Add((request, hop));
        await bench.Ask("initialize", bench.Initialization());
        var first = bench.Ask("register");
        var second = bench.Ask("register");
        await bench.Pass(0.1);
        Assert.That((requests.Count, first.IsCompleted), Is.EqualTo((1, false)));

        bench.Peer.Reply(requests[0].Request, requests[0].Hop, 200, "OK");
        await first;
        await bench.Pass(0.1);
        Assert.That((requests.Count, second.IsCompleted), Is.EqualTo((2, false)));

        bench.Peer.Reply(requests[1].Request, requests[1].Hop, 200, "OK");
        await second;
    });

    [TestCase("7200", "3600", "7200")]
    [TestCase("3600", "3600")]
    [TestCase("99999999999", "3600")]
    public void Register_for_too_short_a_time_is_repeated_for_a_longer_one(string least, params string[] asked) => Bench.Run(async bench =>
    {
        bench.Peer.OnRegister = (request, hop) => bench.Peer.Reply(request, hop, 423, "Interval Too Brief", ("Min-Expires", least));
        await bench.Ask("initialize", bench.Initialization());

        Assert.That(Bench.ErrorCode(await bench.Ask("register")), Is.EqualTo(-32000));
        Assert.That(bench.Peer.Requests("REGISTER").Select(it => it.Header("Expires")!.Value), Is.EqualTo(asked));
    });

    [Test]
    public void Every_request_that_waits_is_answered() => Bench.Run(async bench =>
    {
        bench.Peer.OnRegister = (request, hop) => bench.Peer.Reply(request, hop, 200, "OK");
        await bench.Ask("initialize", bench.Initialization());

        await Task.WhenAll(bench.Ask("register"), bench.Ask("register"), bench.Ask("deregister"));

        Assert.That(bench.Peer.Requests("REGISTER").Select(it => it.Header("Expires")!.Value), Is.EqualTo(["3600", "3600", "0"]));
    });

    [Test]
    public void Registration_is_renewed_before_it_ends() => Bench.Run(async bench =>
    {
        bench.Peer.OnRegister = (request, hop) =>
            bench.Peer.Reply(request, hop, 200, "OK", ("Contact", request.Header("Contact")!.Value + ";expires=60"));
        await bench.Ask("initialize", bench.Initialization());
        await bench.Ask("register");
        await bench.Pass(59);

        var requests = bench.Peer.Requests("REGISTER").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(requests, Has.Count.EqualTo(2));
            Assert.That(requests[1].CallId, Is.EqualTo(requests[0].CallId));
        }
    });

    [Test]
    public void Service_route_stands_behind_the_outbound_proxy_in_the_invite() => Bench.Run(async bench =>
    {
        bench.Peer.RegisterHeaders.Add(("Service-Route", "<sip:orig@192.0.2.7;lr>, <sip:192.0.2.8;lr;x=y>"));
        await bench.Ask("initialize", bench.Initialization());
        await bench.Ask("register");
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => bench.Peer.Requests("INVITE").Any());

        Assert.That(
            bench.Peer.Requests("INVITE").First().ElementTexts("Route"),
            Is.EqualTo(["<sip:192.0.2.1:5060;transport=udp;lr>", "<sip:orig@192.0.2.7;lr>", "<sip:192.0.2.8;lr;x=y>"]));
    });

    [Test]
    public void Deregistration_removes_the_own_binding_and_the_service_route() => Bench.Run(async bench =>
    {
        bench.Peer.RegisterHeaders.Add(("Service-Route", "<sip:192.0.2.7;lr>"));
        await bench.Ask("initialize", bench.Initialization());
        await bench.Ask("register");
        await bench.Ask("deregister");
        await bench.StartChat(Bench.Bob);
        await bench.Until(() => bench.Peer.Requests("INVITE").Any());

        var last = bench.Peer.Requests("REGISTER").Last();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(last.Header("Expires")!.Value, Is.EqualTo("0"));
            Assert.That(last.Contacts.Single().Value!.Uri.Text, Does.Contain("192.0.2.2"));
            Assert.That(bench.Peer.Requests("INVITE").First().ElementTexts("Route"), Has.Count.EqualTo(1));
        }
    });
}
