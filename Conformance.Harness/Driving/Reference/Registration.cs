using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The user's binding at the registrar: made, kept alive and removed (RFC 3261 section 10.2).</summary>
internal sealed class Registration(UserAgent agent) : IDisposable
{
    private const int AskedSeconds = 3600;

    /// <summary>No registrar is believed that wants more: a month.</summary>
    private const int LongestSeconds = 30 * 24 * 3600;

    /// <summary>A granted time is renewed this long before it is over, or at its half when it is short.</summary>
    private const int RenewalSeconds = 60;

    private readonly string _callId = agent.NewCallId();
    private readonly string _from = $"<{agent.Settings.Address}>;tag={agent.NewTag()}";
    private readonly Queue<Action> _waiting = new();
    private uint _sequence;
    private bool _isBusy;
    private IDisposable? _renewal;

    /// <summary>The Service-Route of the last 2xx (RFC 3608 section 6.1), in order.</summary>
    public IReadOnlyList<string> ServiceRoute { get; private set; } = [];

    /// <summary>The identities that belong to the user by the last 2xx (RFC 3455 section 4.1), in order.</summary>
    public IReadOnlyList<string> Identities { get; private set; } = [];

    /// <summary>Registers; <paramref name="done"/> gets null, or what went wrong.</summary>
    public void Register(Action<string?> done) => Send(AskedSeconds, response => Granted(response), done);

    public void Deregister(Action<string?> done) => Send(0, _ => ServiceRoute = [], done);

    public void Dispose() => _renewal?.Dispose();

    private void Send(int seconds, Action<SipMessage> onSuccess, Action<string?> done)
    {
        // RFC 3261 section 10.2: no new registration before the last one has its final response.
        if (_isBusy)
        {
            _waiting.Enqueue(() => Send(seconds, onSuccess, done));
            return;
        }

        _isBusy = true;
        _renewal?.Dispose();
        var domain = $"sip:{agent.Settings.Domain}";
        var draft = new RequestDraft(
            "REGISTER",
            domain,
            agent.Settings.OutboundProxy,
            [$"<{agent.Settings.OutboundProxy}>"],
            _from,
            $"<{agent.Settings.Address}>",
            _callId)
        {
            Headers =
            [
                ("Contact", agent.Contact),
                ("Expires", $"{seconds}"),
                ("Allow", UserAgent.Allow),
                ("Supported", ""),
                ("User-Agent", UserAgent.Product),
            ],
        };
        new OutgoingRequest(agent, draft, () => ++_sequence, response => OnResponse(response, seconds, onSuccess, done), text => Failed(text, done)).Start();
    }

    private void OnResponse(SipMessage response, int seconds, Action<SipMessage> onSuccess, Action<string?> done)
    {
        if (response.StatusCode is >= 200 and < 300)
        {
            _isBusy = false;
            onSuccess(response);
            done(null);
            GoOn();
        }
        else if (response.StatusCode == 423 && response.Number("Min-Expires") is { } least && least > seconds && least <= LongestSeconds)
        {
            // RFC 3261 section 10.2.8: the same for as long as the registrar wants it at least.
            _isBusy = false;
            Send((int)least, onSuccess, done);
        }
        else if (response.StatusCode >= 300)
        {
            Failed($"the registrar answered {response.StatusCode} {response.ReasonPhrase}", done);
        }
    }

    private void Failed(string text, Action<string?> done)
    {
        _isBusy = false;
        ServiceRoute = [];
        done(text);
        GoOn();
    }

    /// <summary>What was asked for meanwhile.</summary>
    private void GoOn()
    {
        if (_waiting.TryDequeue(out var next))
        {
            next();
        }
    }

    private void Granted(SipMessage response)
    {
        ServiceRoute = response.ElementTexts("Service-Route");
        Identities = response.ElementTexts("P-Associated-URI");
        var seconds = GrantedSeconds(response);
        if (seconds > 0)
        {
            var renewal = agent.Settings.Ims ? ImsHeaders.RenewalSeconds(seconds) : Math.Max(seconds / 2.0, seconds - RenewalSeconds);
            _renewal = agent.Loop.After(TimeSpan.FromSeconds(renewal), () => Register(_ => { }));
        }
    }

    /// <summary>What the registrar granted to this binding (RFC 3261 section 10.2.4).</summary>
    private long GrantedSeconds(SipMessage response)
    {
        var own = response.Contacts
            .Select(it => it.Value)
            .FirstOrDefault(it => it is not null && agent.Contact.Contains(it.Uri.Text, StringComparison.Ordinal));
        return long.TryParse(own?.Parameters.FirstOrDefault(it => it.Name.Equals("expires", StringComparison.OrdinalIgnoreCase))?.Value, out var granted)
            ? granted
            : response.Number("Expires") ?? AskedSeconds;
    }
}
