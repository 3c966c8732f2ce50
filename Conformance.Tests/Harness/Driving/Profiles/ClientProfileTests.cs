using System.Net;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Driving.Profiles;

public sealed class ClientProfileTests
{
    [Test]
    public void Profile_with_every_key_is_read()
    {
        var profile = ProfileSample.Parse(ProfileSample.Full);

        Assert.Multiple(() =>
        {
            Assert.That((profile.Name, profile.Version), Is.EqualTo(("Acme IM", "2.1")));
            Assert.That(((StdioDriver)profile.Driver).Command, Is.EqualTo(new[] { "python3", "acme_adapter.py" }));
            Assert.That(((StdioDriver)profile.Driver).Environment["ACME_LOG"], Is.EqualTo("debug"));
            Assert.That(profile.Account, Is.EqualTo(new Account("sip:alice@im.example", "im.example", "alice", "secret")));
            Assert.That(profile.Ics, Is.EqualTo(new Declaration(OneToOne: true, AdHoc: true, ConferenceSubscription: false, Msrp: true, Ims: true)));
            Assert.That(profile.Ixit, Is.EqualTo(new Ixit(
                TimeSpan.FromSeconds(5),
                TimeSpan.FromMilliseconds(500),
                7,
                "sip:im-factory@im.example",
                new IPEndPoint(IPAddress.Loopback, 5060))
            {
                Timers = new ClientTimers(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(8)),
            }));
            Assert.That(profile.Expectations, Is.EqualTo(new[]
            {
                new Expectation("IM-6.1.3.2.1-4", "multipart is on its way", new Uri("https://issues.example/7"), new DateOnly(2027, 6, 30), "udp"),
            }));
        });
    }

    [Test]
    public void Profile_without_what_is_optional_is_read()
    {
        var sample = ProfileSample.With("expectations", null);
        sample["driver"]!.AsObject().Remove("environment");
        foreach (var key in new[] { "listen", "t1", "msrpResponseTimeout" })
        {
            sample["ixit"]!.AsObject().Remove(key);
        }

        var profile = ProfileSample.Parse(sample);

        Assert.That(profile.Expectations, Is.Empty);
        Assert.That(((StdioDriver)profile.Driver).Environment, Is.Empty);
        Assert.That(profile.Ixit.Listen, Is.Null);
        Assert.That(profile.Ixit.Timers, Is.EqualTo(new ClientTimers(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(30))));
    }

    [TestCase("\"5s\"", 5_000)]
    [TestCase("\"500ms\"", 500)]
    [TestCase("\"2m\"", 120_000)]
    public void Duration_is_read(string json, int milliseconds) =>
        Assert.That(ProfileSample.Parse(ProfileSample.With("ixit.quiet", json)).Ixit.Quiet.TotalMilliseconds, Is.EqualTo(milliseconds));

    [TestCase("""{ "kind": "stdio", "command": null }""", "stdio")]
    [TestCase("""{ "kind": "builtin" }""", "builtin")]
    [TestCase("""{ "kind": "command", "commands": { "register": ["acme", "login"], "startChat": ["acme", "call", "{invitee}", "${HOME}"] } }""", "command")]
    [TestCase("""{ "kind": "operator" }""", "operator")]
    public void Driver_kind_is_read(string json, string kind) =>
        Assert.That(ProfileSample.Parse(ProfileSample.With("driver", json)).Driver.Kind, Is.EqualTo(kind));

    [TestCase("nickname", "\"Al\"", "$: unknown key \"nickname\"; known are name, version, driver, account, ics, ixit, expectations")]
    [TestCase("ixit.qiuet", "\"1s\"", "$.ixit: unknown key \"qiuet\"; known are answerWait, quiet, maxAdhocGroupSize, conferenceFactory, t1, msrpResponseTimeout, listen")]
    [TestCase("name", null, "$: key \"name\" is missing; add it")]
    [TestCase("account.password", null, "$.account: key \"password\" is missing; add it")]
    [TestCase("expectations.0.expires", null, "$.expectations[0]: key \"expires\" is missing; add it")]
    [TestCase("name", "7", "$.name: 7 is not a string; write a string")]
    [TestCase("name", "\"\"", "$.name: is empty; give it a value")]
    [TestCase("name", "\"Acme\\u0000\"", "$.name: has a NUL; take it out")]
    [TestCase("name", "\"Acme\\nIM\"", "$.name: has a control character; take it out")]
    [TestCase("version", "\"\\u001b[31m1\"", "$.version: has a control character; take it out")]
    [TestCase("driver.environment", """{ "A=B": "1" }""", "$.driver.environment: \"A=B\" is no name of a variable; write one without '='")]
    [TestCase("driver.environment", """{ "": "1" }""", "$.driver.environment: \"\" is no name of a variable; write one without '='")]
    [TestCase("driver.command", "[\"acme\\u0000\"]", "$.driver.command[0]: has a NUL; take it out")]
    [TestCase("account", "\"alice\"", "$.account: \"alice\" is not an object; write an object")]
    [TestCase("ics.adHoc", "\"yes\"", "$.ics.adHoc: \"yes\" is not true or false; write true or false")]
    [TestCase("ics.profile", "\"volte\"", "$.ics.profile: \"volte\" is not known; write one of generic, ims")]
    [TestCase("driver.kind", "\"robot\"", "$.driver.kind: \"robot\" is not known; write one of stdio, builtin, command, operator")]
    [TestCase("driver.command", "[]", "$.driver.command: is empty; name the program and its arguments")]
    [TestCase("driver.command", "\"acme\"", "$.driver.command: \"acme\" is not an array; write an array")]
    [TestCase("driver", """{ "kind": "stdio" }""", "$.driver: key \"command\" is missing; add it")]
    [TestCase("driver", """{ "kind": "builtin", "command": null }""", "$.driver: unknown key \"command\"; known are kind")]
    [TestCase("driver", """{ "kind": "command", "commands": { "register": ["acme"] } }""", "$.driver.commands: key \"startChat\" is missing; add it")]
    [TestCase("driver", """{ "kind": "command", "commands": { "register": ["acme"], "startChat": ["acme"], "describeChat": ["acme"] } }""", "$.driver.commands: unknown key \"describeChat\"; known are register, startChat, sendMessage, endChat, subscribeConference, deregister")]
    [TestCase("driver", """{ "kind": "command", "commands": { "register": ["acme", "--as={adress}"], "startChat": ["acme"] } }""", "$.driver.commands.register[1]: {adress} stands for nothing in register; known are {core} {address} {user} {password} {domain} {factory} {localAddress} {transport}; other braces belong in a script")]
    [TestCase("driver", """{ "kind": "command", "commands": { "register": ["acme"], "startChat": ["acme", "{body}"] } }""", "$.driver.commands.startChat[1]: {body} stands for nothing in startChat; known are {core} {address} {user} {password} {domain} {factory} {localAddress} {transport} {chat} {invitee} {invitees}; other braces belong in a script")]
    [TestCase("ixit.quiet", "\"0s\"", "$.ixit.quiet: \"0s\" is not a duration; write it like \"5s\", \"500ms\" or \"2m\"")]
    [TestCase("ixit.answerWait", "\"9999999m\"", "$.ixit.answerWait: \"9999999m\" is longer than an hour; write what a user would wait")]
    [TestCase("ixit.answerWait", "\"5 s\"", "$.ixit.answerWait: \"5 s\" is not a duration; write it like \"5s\", \"500ms\" or \"2m\"")]
    [TestCase("ixit.t1", "\"5s\"", "$.ixit.t1: \"5s\" is out of range; write what the client is set to, from 100ms to 4s")]
    [TestCase("ixit.t1", "\"99ms\"", "$.ixit.t1: \"99ms\" is out of range; write what the client is set to, from 100ms to 4s")]
    [TestCase("ixit.t1", "\"fast\"", "$.ixit.t1: \"fast\" is not a duration; write it like \"5s\", \"500ms\" or \"2m\"")]
    [TestCase("ixit.msrpResponseTimeout", "\"31s\"", "$.ixit.msrpResponseTimeout: \"31s\" is longer than RFC 4975 section 7.1.1 lets a client wait; write \"30s\" or less")]
    [TestCase("ixit.maxAdhocGroupSize", "1", "$.ixit.maxAdhocGroupSize: 1 is out of range; write a whole number from 2 to 1000")]
    [TestCase("ixit.maxAdhocGroupSize", "2.5", "$.ixit.maxAdhocGroupSize: 2.5 is out of range; write a whole number from 2 to 1000")]
    [TestCase("ixit.maxAdhocGroupSize", "\"5\"", "$.ixit.maxAdhocGroupSize: \"5\" is not a number; write a number")]
    [TestCase("ixit.conferenceFactory", "\"im-factory\"", "$.ixit.conferenceFactory: \"im-factory\" is not a SIP URI; write it like \"sip:someone@im.example\"")]
    [TestCase("ixit.listen", "\"127.0.0.1\"", "$.ixit.listen: \"127.0.0.1\" is not an IP address with a port; write it like \"127.0.0.1:5060\"")]
    [TestCase("account.address", "\"tel:+358501234567\"", "$.account.address: \"tel:+358501234567\" is not a SIP URI; write it like \"sip:someone@im.example\"")]
    [TestCase("account.address", "\"sip:im.example\"", "$.account.address: \"sip:im.example\" has no user part; write it like \"sip:alice@im.example\"")]
    [TestCase("expectations", "{}", "$.expectations: this is not an array; write an array")]
    [TestCase("expectations.0.issue", "\"#7\"", "$.expectations[0].issue: \"#7\" is not a web address; write it like \"https://issues.example/1\"")]
    [TestCase("expectations.0.transport", "\"sctp\"", "$.expectations[0].transport: \"sctp\" is not known; write one of udp, tcp, tls")]
    [TestCase("expectations.0.expires", "\"30.6.2027\"", "$.expectations[0].expires: \"30.6.2027\" is not a date; write it like \"2027-06-30\"")]
    [TestCase("expectations.0.expires", "\"2027-02-30\"", "$.expectations[0].expires: \"2027-02-30\" is not a date; write it like \"2027-06-30\"")]
    public void Profile_that_breaks_the_schema_is_refused_with_place_and_mend(string path, string? value, string message) =>
        Assert.That(
            () => ProfileSample.Parse(ProfileSample.With(path, value)),
            Throws.TypeOf<ProfileException>().With.Message.EqualTo("acme.json: " + message));

    [Test]
    public void Person_at_the_client_is_not_to_set_another_port_each_time()
    {
        var sample = ProfileSample.With("driver", """{ "kind": "operator" }""");
        sample["ixit"]!.AsObject().Remove("listen");

        Assert.That(
            () => ProfileSample.Parse(sample),
            Throws.TypeOf<ProfileException>().With.Message.EqualTo("acme.json: $.ixit: key \"listen\" is missing, and nobody sets another port for each scenario; add it, like \"127.0.0.1:5060\""));
    }

    [Test]
    public void Profile_in_another_encoding_is_refused() => Assert.That(
        () => ClientProfile.Parse("acme.json", System.Text.Encoding.Latin1.GetBytes("{ \"name\": \"é\" }")),
        Throws.TypeOf<ProfileException>().With.Message.EqualTo("acme.json: is not UTF-8; save it so"));

    [TestCase("{\n  \"name\": }", "line 2, octet 11: not JSON; mend the syntax there")]
    [TestCase("", "is empty; fixtures/clients has examples")]
    [TestCase("[]", "$: this is not an object; write an object")]
    [TestCase("""{ "name": "a", "name": "b" }""", "$: key \"name\" stands there twice; take one away")]
    [TestCase("""{ "name": "\ud800", "version": "1", "driver": {}, "account": {}, "ics": {}, "ixit": {} }""", "line 1, octet 11: not JSON; mend the syntax there")]
    public void Text_that_is_no_profile_is_refused(string json, string message) =>
        Assert.That(() => ProfileSample.Parse(json), Throws.TypeOf<ProfileException>().With.Message.EqualTo("acme.json: " + message));

    [Test]
    public void Profile_with_a_byte_order_mark_is_read() =>
        Assert.That(ProfileSample.Parse("\uFEFF" + ProfileSample.Full.ToJsonString()).Name, Is.EqualTo("Acme IM"));

    [Test]
    public void Profile_that_cannot_be_read_is_refused() =>
        Assert.That(
            () => ClientProfile.Load(Solution.Fixture("clients", "nobody.json")),
            Throws.TypeOf<ProfileException>().With.Message.Contains("nobody.json: cannot be read: "));

    [TestCase("reference.json", "stdio")]
    [TestCase("builtin.json", "builtin")]
    public void Published_profile_is_the_one_built_in(string name, string kind)
    {
        var published = ClientProfile.Load(Solution.Fixture("clients", name));

        Assert.That(published.Driver.Kind, Is.EqualTo(kind));
        Assert.That(new[] { ClientProfile.Reference.Sha256, ClientProfile.BuiltIn.Sha256 }, Has.One.EqualTo(published.Sha256));
    }
}
