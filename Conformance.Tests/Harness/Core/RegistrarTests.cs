using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

internal sealed class RegistrarTests
{
    private const string Contact = "<sip:alice@192.0.2.2:5070>";
    private int _sequence;

    [Test]
    public void Register_without_credentials_is_challenged() => CoreRig.Run(async rig =>
    {
        var challenge = Challenge(await rig.Ask(Register(rig).Write(), 401));

        Assert.That((challenge.Realm, challenge.Algorithm, challenge.Stale), Is.EqualTo(("im.example", "MD5", false)));
        Assert.That(challenge.Qop, Is.EqualTo(["auth"]));
    });

    [TestCase(Transport.Udp, "<sip:orig@192.0.2.1:5060;lr>")]
    [TestCase(Transport.Tcp, "<sip:orig@192.0.2.1:5060;transport=tcp;lr>")]
    public void Register_with_credentials_is_granted(Transport transport, string serviceRoute) => CoreRig.Run(
        async rig =>
        {
            var success = await Registered(rig, $"{Contact};expires=600");

            Assert.That(success.ElementTexts("Contact"), Is.EqualTo([$"{Contact};expires=600"]));
            Assert.That(success.ElementTexts("Service-Route"), Is.EqualTo([serviceRoute]));
            Assert.That(success.ElementTexts("P-Associated-URI"), Is.EqualTo(["<sip:alice@im.example>"]));
        },
        transport: transport);

    [TestCase("<sip:alice@192.0.2.2:5070>", null, 3600)]
    [TestCase("<sip:alice@192.0.2.2:5070>", "60", 60)]
    [TestCase("<sip:alice@192.0.2.2:5070>;expires=120", "60", 120)]
    [TestCase("<sip:alice@192.0.2.2:5070>", "600000", 600000)]
    public void Expiry_is_the_one_asked_for(string contact, string? expires, int granted) => CoreRig.Run(async rig =>
    {
        var success = await Registered(rig, contact, expires);

        Assert.That(success.Contacts.Single().Value!.Parameters.Named("expires")!.Value, Is.EqualTo($"{granted}"));
    });

    [TestCase("<sip:alice@192.0.2.2:5070>;expires=0", null)]
    [TestCase("<sip:alice@192.0.2.2:5070>", "0")]
    [TestCase("<sip:alice@192.0.2.2>", "0", "<sip:alice@192.0.2.2:5070>")]
    [TestCase("*", "0")]
    public void Register_for_no_time_takes_the_binding_away(string contact, string? expires, string? left = null) => CoreRig.Run(async rig =>
    {
        await Registered(rig, Contact);

        var success = await Registered(rig, contact, expires);

        Assert.That(success.Contacts.Select(it => $"<{it.Value!.Uri.Text}>"), Is.EqualTo(left is null ? [] : new[] { left }));
    });

    [Test]
    public void Register_without_Contact_lists_the_bindings_with_the_time_left() => CoreRig.Run(async rig =>
    {
        await Registered(rig, $"{Contact};expires=600");
        await rig.Wait(100);

        var success = await Registered(rig, null);

        Assert.That(success.ElementTexts("Contact").Single(), Does.Match("expires=(499|500)$"));
    });

    [Test]
    public void Binding_is_forgotten_when_its_time_is_over() => CoreRig.Run(async rig =>
    {
        await Registered(rig, $"{Contact};expires=600");
        await rig.Wait(601);

        Assert.That((await Registered(rig, null)).Contacts, Is.Empty);
    });

    [TestCase("wrong", "alice")]
    [TestCase("secret", "mallory")]
    public void Register_with_wrong_credentials_is_forbidden(string password, string user) => CoreRig.Run(async rig =>
    {
        var challenge = Challenge(await rig.Ask(Register(rig).Write(), 401));
        var credentials = challenge.Answer(user, password, "REGISTER", "sip:im.example", "c");

        await rig.Ask(Register(rig).Header("Authorization", credentials.ToHeaderValue()).Write(), 403);
    });

    [Test]
    public void Register_with_a_nonce_of_another_time_is_challenged_as_stale() => CoreRig.Run(async rig =>
    {
        var credentials = new DigestChallenge("im.example", "long-ago", "MD5", ["auth"], null, false)
            .Answer("alice", "secret", "REGISTER", "sip:im.example", "c");

        var challenge = Challenge(await rig.Ask(Register(rig).Header("Authorization", credentials.ToHeaderValue()).Write(), 401));

        Assert.That(challenge.Stale, Is.True);
    });

    [Test]
    public void Register_with_an_empty_nonce_is_challenged() => CoreRig.Run(async rig =>
    {
        const string Empty = "Digest username=\"alice\",realm=\"im.example\",nonce=\"\",uri=\"sip:im.example\",response=\"\"";

        var challenge = Challenge(await rig.Ask(Register(rig).Header("Authorization", Empty).Write(), 401));

        Assert.That(challenge.Stale, Is.False);
    });

    [TestCase("*", null)]
    [TestCase("*", "60")]
    public void Wildcard_that_does_not_take_away_is_refused(string contact, string? expires) => CoreRig.Run(async rig =>
    {
        var challenge = Challenge(await rig.Ask(Register(rig).Write(), 401));

        await rig.Ask(WithCredentials(rig, challenge, contact, expires), 400);
    });

    [Test]
    public void Behaviour_without_a_challenge_grants_at_once() => CoreRig.Run(
        rig => rig.Ask(Register(rig).Header("Contact", Contact).Write(), 200),
        Behaviours.Usual with { Registrar = new() { Algorithms = [] } });

    [TestCase("challenges-with-sha-256", "SHA-256")]
    [TestCase("challenges-with-aka", "AKAv1-MD5")]
    public void Every_algorithm_has_a_challenge_with_a_nonce_of_its_own(string name, string first) => CoreRig.Run(
        async rig =>
        {
            var challenges = Challenges(await rig.Ask(Register(rig).Write(), 401));

            Assert.That(challenges.Select(it => it.Algorithm), Is.EqualTo([first, "MD5"]));
            Assert.That(challenges.Select(it => it.Nonce), Is.Unique);
        },
        Named(name));

    [TestCase("challenges-with-sha-256", 0, 200)]
    [TestCase("challenges-with-sha-256", 1, 200)]
    [TestCase("challenges-with-aka", 1, 200)]
    public void Any_of_the_challenges_may_be_answered(string name, int which, int status) => CoreRig.Run(
        async rig =>
        {
            var challenge = Challenges(await rig.Ask(Register(rig).Write(), 401))[which];

            await rig.Ask(WithCredentials(rig, challenge, Contact, "60"), status);
        },
        Named(name));

    /// <summary>RFC 3310 section 3.2: RAND and AUTN, 16 octets each.</summary>
    [Test]
    public void Nonce_of_aka_is_as_long_as_its_two_parts_and_any_answer_to_it_is_taken() => CoreRig.Run(
        async rig =>
        {
            var challenge = Challenges(await rig.Ask(Register(rig).Write(), 401))[0];
            Assert.That(Convert.FromBase64String(challenge.Nonce), Has.Length.EqualTo(32));

            var credentials = challenge.Answer("alice", "", "REGISTER", "sip:im.example", "c") with { Response = new string('0', 32) };
            await rig.Ask(Register(rig).Header("Authorization", credentials.ToHeaderValue()).Header("Contact", Contact).Write(), 200);
        },
        Behaviours.Aka);

    [Test]
    public void Aka_is_no_way_in_where_it_was_not_asked_for() => CoreRig.Run(async rig =>
    {
        var challenge = Challenge(await rig.Ask(Register(rig).Write(), 401));
        var credentials = challenge.Answer("alice", "", "REGISTER", "sip:im.example", "c") with { Algorithm = "AKAv1-MD5" };

        await rig.Ask(Register(rig).Header("Authorization", credentials.ToHeaderValue()).Write(), 403);
    });

    [Test]
    public void Short_registrations_name_other_routes_each_time_and_come_late_in_the_end() => CoreRig.Run(
        async rig =>
        {
            var routes = new List<string?>();
            for (var i = 1; i <= 3; i++)
            {
                var granted = await Registered(rig, Contact, "600");
                routes.Add(granted.Header("Service-Route")?.Value);
                Assert.That(granted.Contacts.Single().Value!.Parameters.Named("expires")!.Value, Is.EqualTo("12"));
            }

            Assert.That(routes, Is.EqualTo(new[] { "<sip:orig@192.0.2.1:5060;lr>", "<sip:orig-again@192.0.2.1:5060;lr>", null }));
            var before = rig.Loop.Time.GetUtcNow();
            await Registered(rig, Contact, "600");
            Assert.That(rig.Loop.Time.GetUtcNow() - before, Is.GreaterThan(TimeSpan.FromSeconds(1)));
        },
        Behaviours.ShortRegistrations);

    [Test]
    public void Too_short_a_time_is_refused_after_the_first_registration() => CoreRig.Run(
        async rig =>
        {
            Assert.That((await Registered(rig, Contact, "600")).Contacts.Single().Value!.Parameters.Named("expires")!.Value, Is.EqualTo("10"));
            var challenge = Challenge(await rig.Ask(Register(rig).Write(), 401));

            var refusal = await rig.Ask(WithCredentials(rig, challenge, Contact, "7199"), 423);
            Assert.That(refusal.Header("Min-Expires")!.Value, Is.EqualTo("7200"));
            await Registered(rig, Contact, "7200");
            await Registered(rig, Contact, "0");
        },
        Behaviours.IntervalTooBrief);

    private static Behaviour Named(string name) => Behaviours.All.Single(it => it.Name == name);

    private static List<DigestChallenge> Challenges(SipMessage response) =>
        [.. response.HeadersNamed("WWW-Authenticate").Select(it => DigestChallenge.Parse(response.Octets, it.ValueSpan).Value!)];

    private static DigestChallenge Challenge(SipMessage response) =>
        DigestChallenge.Parse(response.Octets, response.Header("WWW-Authenticate")!.ValueSpan).Value!;

    private SipWriter Register(CoreRig rig) =>
        rig.Request("REGISTER", "sip:im.example", sequence: ++_sequence, to: "<sip:alice@im.example>");

    private SipMessage WithCredentials(CoreRig rig, DigestChallenge challenge, string? contact, string? expires)
    {
        var request = Register(rig).Header(
            "Authorization",
            challenge.Answer("alice", "secret", "REGISTER", "sip:im.example", "c").ToHeaderValue());
        request = contact is null ? request : request.Header("Contact", contact);
        return (expires is null ? request : request.Header("Expires", expires)).Write();
    }

    private async Task<SipMessage> Registered(CoreRig rig, string? contact, string? expires = null)
    {
        var challenge = Challenge(await rig.Ask(Register(rig).Write(), 401));
        return await rig.Ask(WithCredentials(rig, challenge, contact, expires), 200);
    }
}
