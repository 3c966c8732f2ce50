using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Verification;

/// <summary>One thing that the adapter contract asks, and what became of it.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Problem">What is wrong and what would be right; null for nothing.</param>
/// <param name="Note">What else was seen: how long an answer took.</param>
public sealed record AdapterFinding(string Check, string? Problem, string Note = "");

/// <summary>
/// Holds an adapter against its contract, without judging its client: what a run would end scenarios for is found here at once.
/// The client registers with a core of its own and has one chat.
/// </summary>
public sealed class AdapterVerification : IDisposable
{
    private static readonly string[] Verbs = ["register", "startChat", "sendMessage", "endChat", "subscribeConference", "describeChat", "deregister"];
    private readonly ClientProfile _profile;
    private readonly ScenarioEnvironment _environment;
    private readonly AdapterDialogue _client;
    private readonly TraceRecorder _recorder;
    private readonly FakeCore _core;
    private readonly List<AdapterFinding> _findings = [];
    private IReadOnlyList<string> _declared = [];
    private string? _chat;

    private AdapterVerification(ClientProfile profile, ScenarioEnvironment environment, ILineChannel channel)
    {
        _profile = profile;
        _environment = environment;
        _recorder = new TraceRecorder(environment.Loop.Time);
        _core = new FakeCore(environment.Loop, environment.CoreNetwork, environment.OptionsFor(profile, seed: 1, Behaviours.Usual), _recorder);
        _client = new AdapterDialogue(environment.Loop, channel, _recorder);
        _recorder.Recorded += new FloodGuard(_recorder, _client.Stop).Watch;
    }

    private TimeSpan Wait => _profile.Ixit.AnswerWait;

    /// <summary>Talks to one instance of the client.</summary>
    /// <param name="profile">Its profile.</param>
    /// <param name="environment">Where it lives.</param>
    /// <param name="connect">Starts it.</param>
    public static IReadOnlyList<AdapterFinding> Run(ClientProfile profile, ScenarioEnvironment environment, Func<ScenarioEnvironment, ILineChannel> connect) =>
        environment.Loop.Run(async () =>
        {
            using var verification = new AdapterVerification(profile, environment, connect(environment));
            await verification.VerifyAsync();
            return verification._findings;
        });

    public void Dispose()
    {
        _client.Dispose();
        _core.Dispose();
    }

    private async Task VerifyAsync()
    {
        if (await InitializeAsync())
        {
            await RefuseAsync("an unknown verb is refused", "noSuchVerb");
            _client.Send("{\"jsonrpc\": \"2.0\", \"id\":");
            await RefuseAsync("a line that is no JSON is outlived", "noSuchVerb");
            _client.Send("{\"jsonrpc\": \"2.0\"}");
            await RefuseAsync("an object that is no request is outlived", "noSuchVerb");
            await UseAsync();
            foreach (var verb in Verbs.Except(_declared))
            {
                await RefuseAsync($"{verb}, which is not declared, is refused", verb);
            }

            await ShutDownAsync();
        }

        Add("nothing but the contract is on stdout", _client.Breaches.Count == 0 ? null : $"{_client.Breaches[0]}; write only JSON-RPC objects, one a line, and anything else to stderr");
    }

    private async Task<bool> InitializeAsync()
    {
        var given = JsonRpcAdapter.Parameters(Initialization.Of(_profile, _core, "udp", _environment.Client));
        var limit = JsonRpcAdapter.StartUpLimit(Wait);
        var answer = await _client.AskAsync("initialize", given, limit);
        var problem = Problem("initialize", answer, limit) ?? Refusal(answer) ?? Breach(() => _declared = ContractReader.Identity(answer!.Result).Verbs);
        Add("initialize", problem, Took(answer));
        if (problem is not null)
        {
            return false;
        }

        Add(
            "register and startChat are declared",
            _declared.Contains("register") && _declared.Contains("startChat") ? null : $"verbs are [{string.Join(", ", _declared)}]; no scenario can be driven without them");
        Add(
            "only verbs of the contract are declared",
            _declared.Except(Verbs).Except(["initialize", "shutdown"]).ToList() is { Count: > 0 } unknown ? $"verbs has {string.Join(", ", unknown)}, of which the contract knows nothing" : null);
        return true;
    }

    /// <summary>Each declared verb, in the order of a chat's life.</summary>
    private async Task UseAsync()
    {
        await DoAsync("register", [], _ => SeenAsync("a REGISTER that the core accepts", WireEvents.IsRegistered), isNeeded: true);
        await DoAsync("startChat", new JsonObject { ["invitees"] = Invitees() }, StartedAsync, isNeeded: true);
        if (_chat is null)
        {
            return;
        }

        await DoAsync("describeChat", Of(_chat), answer => Task.FromResult(Breach(() => ContractReader.Description(answer))));
        await DoAsync("sendMessage", new JsonObject { ["chat"] = _chat, ["contentType"] = "text/plain", ["body"] = "Grüße" }, null);
        // A one-to-one chat is no conference: whether the client refuses that or tries is its own matter.
        if (_declared.Contains("subscribeConference"))
        {
            var answer = await _client.AskAsync("subscribeConference", Of(_chat), Wait);
            Add("subscribeConference", Problem("subscribeConference", answer, Wait), Took(answer));
        }

        await DoAsync("endChat", Of(_chat), _ => EndedAsync());
        await RefuseAsync("a chat that there is not is refused", "endChat", Of("no such chat"), code: null);
        await DoAsync("deregister", [], null);
    }

    private async Task<string?> StartedAsync(JsonElement answer)
    {
        if (Breach(() => _chat = ContractReader.Chat(answer)) is { } breach)
        {
            return breach;
        }

        var problem = await SeenAsync("an INVITE", it => it.IsRequestFromClient("INVITE"))
            ?? await SeenAsync("the ACK of its answer", it => it.IsRequestFromClient("ACK"));
        if (problem is null && _profile.Ics.Msrp)
        {
            // Before that a client may refuse to send a message.
            await SeenAsync("an MSRP request", WireEvents.IsMsrpSuccessToClient);
            await new EventWaits(_environment.Loop, _recorder).AwaitAsync(_ => false, 0, _profile.Ixit.Quiet);
        }

        return problem is not null && _recorder.Events.OfType<ClientReport>().Select(it => it.Report).OfType<UserNotified>().LastOrDefault() is { } told ? $"{problem}; the client told its user: {told.Kind}: {told.Text}" : problem;
    }

    /// <summary>One user, or two for a client that declares only chats with several.</summary>
    private JsonArray Invitees()
    {
        var (bob, carol) = ($"sip:bob@{_profile.Account.Domain}", $"sip:carol@{_profile.Account.Domain}");
        return _profile.Ics is { OneToOne: false, AdHoc: true } ? [bob, carol] : [bob];
    }

    /// <summary>An invitation that was refused leaves nothing to hang up.</summary>
    private async Task<string?> EndedAsync() => _recorder.Events.Any(it => it.IsFinalToClient("INVITE") && it is WireMessage { Sip.StatusCode: < 300 })
        ? await SeenAsync("a BYE", it => it.IsRequestFromClient("BYE"))
        : null;

    /// <summary>Asks for a declared verb. One that fails is no breach, unless no scenario can be driven without it.</summary>
    private async Task DoAsync(string verb, JsonObject parameters, Func<JsonElement, Task<string?>>? then, bool isNeeded = false)
    {
        if (!_declared.Contains(verb))
        {
            return;
        }

        var answer = await _client.AskAsync(verb, parameters, Wait);
        var refusal = Refusal(answer);
        if (refusal is not null && !isNeeded)
        {
            Add(verb, null, $"{refusal}; no breach, but what it would show stays inconclusive");
            return;
        }

        var problem = Problem(verb, answer, Wait) ?? refusal;

        Add(verb, problem is null && then is not null ? await then(answer!.Result) : problem, Took(answer));
    }

    /// <summary>Asks for what has to be refused, with that error or (null) any.</summary>
    private async Task RefuseAsync(string check, string verb, JsonObject? parameters = null, int? code = ContractReader.MethodNotFound)
    {
        var answer = await _client.AskAsync(verb, parameters ?? [], Wait);
        var wanted = code is null ? "an error" : $"error {code}";
        Add(check, answer switch
        {
            null => Problem(verb, answer, Wait),
            { Error: { } error } => code is null || error.Code == code ? null : $"answered with error {error.Code}; answer {wanted}",
            _ => $"answered with a result; answer {wanted}",
        });
    }

    private async Task ShutDownAsync()
    {
        var answer = await _client.AskAsync("shutdown", [], Wait);
        Add("shutdown", Problem("shutdown", answer, Wait) ?? Refusal(answer), Took(answer));
        if (_profile.Driver is not StdioDriver)
        {
            return;
        }

        var hasEnded = await _client.CloseAsync(Wait);
        Add("the process ends after shutdown", hasEnded ? null : $"it runs on after {Seconds(Wait)} s; end it once shutdown is answered");
    }

    private async Task<string?> SeenAsync(string what, Func<TraceEvent, bool> wanted) =>
        await new EventWaits(_environment.Loop, _recorder).AwaitAsync(wanted, 0, Wait) is null ? $"{what} has not come within {Seconds(Wait)} s" : null;

    /// <summary>Why there is no answer; null where there is one.</summary>
    private string? Problem(string verb, RawAnswer? answer, TimeSpan limit) => answer switch
    {
        not null => null,
        _ when _client.End is { } end => end,
        _ when _client.LastBreach is { } breach => $"no answer that can be read: {breach}",
        _ when _client.Unfinished is { Length: > 0 } half => $"no answer within {Seconds(limit)} s{half}; end each line with a line feed, and flush stdout behind it",
        _ => $"no answer within {Seconds(limit)} s; flush stdout after each line{(verb == "startChat" ? ", and answer once the attempt has begun" : "")}",
    };

    private static string? Refusal(RawAnswer? answer) => answer is { Error: { } error } ? $"refused with error {error.Code}: {error.Message}" : null;

    private static string? Breach(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (ContractException breach)
        {
            return breach.Message;
        }
    }

    private void Add(string check, string? problem, string note = "") => _findings.Add(new AdapterFinding(check, problem, note));

    private static string Took(RawAnswer? answer) => answer is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{answer.Took.TotalMilliseconds:F0} ms");

    private static string Seconds(TimeSpan limit) => limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static JsonObject Of(string chat) => new() { ["chat"] = chat };
}
