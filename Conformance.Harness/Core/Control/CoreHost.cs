using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Control;

/// <summary>What is asked of a core's control cannot be done; the message says why and what would do.</summary>
public sealed class ControlException(string message) : Exception(message);

/// <summary>
/// A core for many subscribers at once, each with a script of its own, on one set of ports. It has a thread for the ports and
/// one for each subscriber. Used from any thread.
/// </summary>
public sealed class CoreHost : IDisposable
{
    /// <summary>So many threads, and open chats, are more than one machine drives.</summary>
    public const int MostSubscribers = 1000;

    private const int MarkLength = 8;
    private readonly LiveEventLoop _loop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, HostedCore> _cores = new(StringComparer.Ordinal);
    private readonly Identifiers _identifiers = new(RandomNumberGenerator.GetInt32(int.MaxValue));
    private readonly Lock _opening = new();
    private readonly TestAuthority _authority;
    private readonly IPAddress? _advertised;
    private readonly TaskCompletionSource<SharedPorts> _ports = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private CoreHost(PortPlan plan, string domain, IPAddress? advertised)
    {
        _advertised = advertised;
        _authority = new TestAuthority(TimeProvider.System, domain, plan.Address, advertised);
        new Thread(() => Serve(plan)) { IsBackground = true, Name = "ports" }.Start();
    }

    /// <summary>Where it listens.</summary>
    public PortPlan Bound => _ports.Task.Result.Bound;

    /// <summary>How many subscribers are served.</summary>
    public int Count => _cores.Count;

    /// <summary>How many messages came that were for none of them.</summary>
    public long Unattributed => _ports.Task.Result.Unattributed;

    /// <summary>Opens the ports.</summary>
    /// <param name="plan">Where it listens.</param>
    /// <param name="domain">The home domain, for the certificate.</param>
    /// <param name="advertised">Where clients reach it, if that is another address; they are then behind published ports.</param>
    /// <exception cref="AddressUnavailableException">A port is taken, or the address cannot be bound.</exception>
    public static async Task<CoreHost> StartAsync(PortPlan plan, string domain, IPAddress? advertised)
    {
        var host = new CoreHost(plan, domain, advertised);
        await host._ports.Task;
        return host;
    }

    /// <summary>Begins to serve a subscriber.</summary>
    /// <exception cref="ControlException">The request makes no sense, or nobody more can be served.</exception>
    public async Task<SubscriberReply> OpenAsync(SubscriberRequest request)
    {
        var translation = _advertised is null ? null : new Translation(_advertised, ClientAddressOf(request));
        var (id, core, identity) = Claim(request, await _ports.Task);
        try
        {
            return await core.StartAsync(await OnPortsAsync(ports => ports.Add(core.Loop, identity, translation)));
        }
        catch
        {
            Close(id);
            throw;
        }
    }

    /// <summary>A subscriber that is served; null for one that is not, or not any more.</summary>
    internal HostedCore? Find(string id) => _cores.GetValueOrDefault(id);

    /// <summary>Ends serving it; nothing for one that is not served.</summary>
    public void Close(string id)
    {
        if (_cores.TryRemove(id, out var core))
        {
            core.Release();
            if (core.Network is { } network)
            {
                _loop.Post(() => _ports.Task.Result.Remove(network));
            }
        }
    }

    public void Dispose()
    {
        foreach (var id in _cores.Keys)
        {
            Close(id);
        }

        _ended.TrySetResult();
    }

    private static Behaviour BehaviourOf(SubscriberRequest request)
    {
        var behaviour = Named(request.Behaviour);
        if (request.Towards is not { Count: > 0 } script)
        {
            return behaviour;
        }

        var towards = script.ToDictionary(it => it.Key, it => Named(it.Value), StringComparer.Ordinal);
        return behaviour with { Towards = called => called.Select(towards.GetValueOrDefault).FirstOrDefault(it => it is not null) ?? behaviour.Towards(called) };
    }

    private static Behaviour Named(string name) => Behaviours.Named(name)
        ?? throw new ControlException($"no behaviour is named {name}; see 'list behaviours'");

    private static IPAddress? ClientAddressOf(SubscriberRequest request) =>
        request.ClientAddress is not { } text ? null
        : IPAddress.TryParse(text, out var address) ? address
        : throw new ControlException($"clientAddress {text} is no IP address");

    /// <summary>An address that nobody else has now; of two that want the same one, the second is refused.</summary>
    private (string Id, HostedCore Core, SubscriberIdentity Identity) Claim(SubscriberRequest request, SharedPorts ports)
    {
        if (WireUri.Parse(request.Address) is not { IsSound: true, Value: SipUri { User: not null } address })
        {
            throw new ControlException($"address {request.Address} is no SIP URI with a user");
        }

        lock (_opening)
        {
            if (_cores.Count >= MostSubscribers)
            {
                throw new ControlException($"{MostSubscribers} subscribers are served already; close some");
            }

            var mark = request.IsRenamed ? _identifiers.Next(MarkLength) : null;
            var own = mark is null ? address.Text : address.Text.Replace($"{address.User}@", $"{address.User}-{mark}@", StringComparison.Ordinal);
            if (_cores.Values.Any(it => it.Address == own))
            {
                throw new ControlException($"{own} is served already; end the run that has it, or give this one another address");
            }

            var id = _identifiers.Next(2 * MarkLength);
            var core = new HostedCore(id, Options(request, ports.Bound, own, mark is null ? request.User : $"{request.User}-{mark}"));
            _cores[id] = core;
            return (id, core, new SubscriberIdentity(own, mark));
        }
    }

    private static TimeSpan T1Of(SubscriberRequest request) => request.T1 is not { } t1 ? ClientTimers.Usual.T1
        : t1 >= ClientTimers.LeastT1 && t1 <= ClientTimers.MostT1 ? t1
        : throw new ControlException("t1 is out of range; ask for 0.1 to 4 seconds");

    private CoreOptions Options(SubscriberRequest request, PortPlan bound, string address, string user) => new(
        bound,
        request.Domain,
        request.ConferenceFactory,
        user,
        request.Password,
        // A seed that two runs share would give them the same MSRP sessions, whose ids have to be unique (RFC 4975 section 14.1).
        _identifiers.Number(int.MaxValue),
        BehaviourOf(request))
    {
        Address = address,
        T1 = T1Of(request),
        AdvertisedAs = _advertised,
        Authority = _authority,
    };

    private Task<T> OnPortsAsync<T>(Func<SharedPorts, T> act)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => done.SetResult(act(_ports.Task.Result)));
        return done.Task;
    }

    private void Serve(PortPlan plan)
    {
        try
        {
            _loop.Run(async () =>
            {
                using var ports = new SharedPorts(_loop, new SocketNetwork(_loop), plan, _authority);
                _ports.SetResult(ports);
                await _ended.Task;
                return true;
            });
        }
        catch (AddressUnavailableException taken)
        {
            _ports.TrySetException(taken);
        }
    }
}
