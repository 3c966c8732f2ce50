using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Control;

namespace Conformance.Tests.Harness.Core.Control;

/// <summary>The control of a core over HTTP, good requests and bad ones.</summary>
public sealed class ControlServerTests : IAsyncDisposable
{
    private const string Token = "open sesame";
    private static readonly IPEndPoint Anywhere = new(IPAddress.Loopback, 0);
    private CoreHost _host = null!;
    private ControlServer _server = null!;
    private HttpClient _http = null!;

    [SetUp]
    public async Task Start()
    {
        _host = await CoreHost.StartAsync(PortPlan.From(Anywhere), "im.example", advertised: null);
        _server = await ControlServer.StartAsync(_host, Anywhere, Token);
        _http = new HttpClient { BaseAddress = _server.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    [TearDown]
    public async Task Stop() => await DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _host.Dispose();
    }

    [Test]
    public async Task Health_is_told_to_everyone_and_says_which_build_it_is()
    {
        _http.DefaultRequestHeaders.Authorization = null;

        var health = await _http.GetFromJsonAsync<CoreHealth>("health", ControlContract.Json);

        Assert.That(health, Is.EqualTo(new CoreHealth(ControlContract.Version, ControlContract.Build, 0, 0)));
    }

    [TestCase(null)]
    [TestCase("Bearer wrong")]
    [TestCase("Bearer open sesame!")]
    public async Task Who_shows_no_token_is_let_do_nothing(string? authorization)
    {
        _http.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);

        using var response = await Open(Alice);

        Assert.That(await Refusal(response), Is.EqualTo((401, "the token of the core is missing or wrong")));
        Assert.That(_host.Count, Is.Zero);
    }

    [Test]
    public async Task A_subscriber_is_told_where_its_core_is()
    {
        var reply = await Opened(Alice);

        Assert.That(reply.Address, Is.EqualTo("sip:alice@im.example"));
        Assert.That(reply.Udp, Is.EqualTo($"sip:127.0.0.1:{_host.Bound.Sip};transport=udp;lr"));
        Assert.That(reply.Tls, Is.EqualTo($"sip:127.0.0.1:{_host.Bound.SipOverTls};transport=tls;lr"));
        Assert.That(reply.CertificateAuthority, Does.StartWith("-----BEGIN CERTIFICATE-----"));
    }

    [Test]
    public async Task An_address_is_served_once_at_a_time()
    {
        await Opened(Alice);

        using var again = await Open(Alice);
        var renamed = await Opened(Alice with { IsRenamed = true });

        Assert.That(await Refusal(again), Is.EqualTo((409, "sip:alice@im.example is served already; end the run that has it, or give this one another address")));
        Assert.That(renamed.Address, Does.Match("^sip:alice-[a-z0-9]{8}@im.example$"));
        Assert.That(renamed.User, Is.EqualTo(renamed.Address[4..^11]));
    }

    [TestCase("""{"address": "sip:alice@im.example"}""", 400, "JSON deserialization for type")]
    [TestCase("not json", 400, "is an invalid JSON literal")]
    [TestCase("null", 400, "an object is wanted")]
    [TestCase("""{"address":"sip:a@b","domain":"b","user":"a","password":"p","conferenceFactory":"sip:f@b","behaviour":"usual","surprise":1}""", 400, "surprise")]
    [TestCase("""{"address":"mailto:a@b","domain":"b","user":"a","password":"p","conferenceFactory":"sip:f@b","behaviour":"usual"}""", 409, "address mailto:a@b is no SIP URI with a user")]
    [TestCase("""{"address":"sip:a@b","domain":"b","user":"a","password":"p","conferenceFactory":"sip:f@b","behaviour":"rude"}""", 409, "no behaviour is named rude; see 'list behaviours'")]
    [TestCase("""{"address":"sip:a@b","domain":"b","user":"a","password":"p","conferenceFactory":"sip:f@b","behaviour":"usual","towards":{"bob":"rude"}}""", 409, "no behaviour is named rude; see 'list behaviours'")]
    public async Task A_subscriber_that_makes_no_sense_is_refused_with_the_reason(string body, int status, string problem)
    {
        using var response = await _http.PostAsync("subscribers", new StringContent(body, Encoding.UTF8, "application/json"));

        var refusal = await Refusal(response);
        Assert.That(refusal.Status, Is.EqualTo(status));
        Assert.That(refusal.Problem, Does.Contain(problem));
        Assert.That(_host.Count, Is.Zero);
    }

    [Test]
    public async Task A_request_that_is_too_long_is_refused()
    {
        using var response = await _http.PostAsync("subscribers", new ByteArrayContent(new byte[300_000]));

        Assert.That((int)response.StatusCode, Is.EqualTo(413));
    }

    [TestCase("GET", "trace")]
    [TestCase("POST", "bye")]
    [TestCase("POST", "message")]
    [TestCase("POST", "mark")]
    [TestCase("POST", "finish")]
    [TestCase("DELETE", "")]
    public async Task What_is_asked_of_nobody_is_not_found(string method, string what)
    {
        using var response = await _http.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"subscribers/nobody/{what}".TrimEnd('/')));

        Assert.That(await Refusal(response), Is.EqualTo((404, "no such subscriber is served")));
    }

    [Test]
    public async Task A_trace_shows_marks_in_turn_and_ends_when_it_is_finished()
    {
        var reply = await Opened(Alice);
        using var trace = await Trace(reply.Id);

        await Post(reply.Id, "mark", new TraceMark(7));
        await Post(reply.Id, "mark", new TraceMark(8));
        await Post(reply.Id, "finish", null);

        Assert.That(await trace.ReadToEndAsync(), Is.EqualTo("{\"mark\":7}\n{\"mark\":8}\n"));
    }

    [Test]
    public async Task A_trace_is_read_by_one()
    {
        var reply = await Opened(Alice);
        using var trace = await Trace(reply.Id);

        using var second = await _http.GetAsync($"subscribers/{reply.Id}/trace");

        Assert.That(await Refusal(second), Is.EqualTo((409, "the trace is read already")));
    }

    /// <summary>What a killed run leaves is nobody's: its address can be had again.</summary>
    [Test]
    public async Task Who_stops_reading_the_trace_gives_the_subscriber_up()
    {
        var reply = await Opened(Alice);
        var trace = await Trace(reply.Id);

        trace.Dispose();
        await Eventually.Is(() => _host.Count == 0, TimeSpan.FromSeconds(10));

        Assert.That((await Opened(Alice)).Address, Is.EqualTo(reply.Address));
    }

    [Test]
    public async Task A_closed_subscriber_is_gone()
    {
        var reply = await Opened(Alice);

        using var closed = await _http.DeleteAsync($"subscribers/{reply.Id}");
        using var again = await _http.DeleteAsync($"subscribers/{reply.Id}");

        Assert.That(((int)closed.StatusCode, (int)again.StatusCode, _host.Count), Is.EqualTo((204, 404, 0)));
    }

    private static SubscriberRequest Alice => new("sip:alice@im.example", "im.example", "alice", "secret", "sip:im-factory@im.example", "usual");

    private static async Task<(int Status, string? Problem)> Refusal(HttpResponseMessage response) =>
        ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<ControlProblem>(ControlContract.Json))?.Problem);

    private Task<HttpResponseMessage> Open(SubscriberRequest request) => _http.PostAsJsonAsync("subscribers", request, ControlContract.Json);

    private async Task<SubscriberReply> Opened(SubscriberRequest request)
    {
        using var response = await Open(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(201));
        return (await response.Content.ReadFromJsonAsync<SubscriberReply>(ControlContract.Json))!;
    }

    private async Task Post(string id, string what, object? body)
    {
        using var response = await _http.PostAsync($"subscribers/{id}/{what}", body is null ? null : JsonContent.Create(body, body.GetType(), options: ControlContract.Json));
        Assert.That((int)response.StatusCode, Is.EqualTo(204));
    }

    private async Task<StreamReader> Trace(string id) => new(await _http.GetStreamAsync($"subscribers/{id}/trace"));
}
