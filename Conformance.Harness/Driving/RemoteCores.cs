using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>The core that a run needs is not there, refuses, or is another one than this program can use; the message says what to do.</summary>
public sealed class CoreUnavailableException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether nobody answers at all; else somebody does, and it is of no use.</summary>
    public bool IsGone => InnerException is HttpRequestException or OperationCanceledException;
}

/// <summary>A core in another process, container or host, reached by its control.</summary>
public sealed class RemoteCores : IDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http;

    private RemoteCores(Uri control, string? token)
    {
        Control = control;
        _http = new HttpClient { BaseAddress = control, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Uri Control { get; }

    /// <summary>This machine's address as it is seen from the core: where clients on it live.</summary>
    public IPAddress ClientAddress { get; private init; } = IPAddress.Loopback;

    /// <summary>Looks whether there is a core of this program's own build.</summary>
    /// <exception cref="CoreUnavailableException">There is none, or it is of another build.</exception>
    public static async Task<RemoteCores> ConnectAsync(Uri control, string? token, CancellationToken cancellation = default)
    {
        var cores = new RemoteCores(control, token) { ClientAddress = await AddressTowardsAsync(control) };
        try
        {
            var health = await cores.SendAsync<CoreHealth>(HttpMethod.Get, "health", null, cancellation);
            if (health.Contract != ControlContract.Version || health.Build != ControlContract.Build)
            {
                throw new CoreUnavailableException($"the core at {control} is of build {health.Build}, this program of {ControlContract.Build}: use the same for both");
            }

            return cores;
        }
        catch
        {
            cores.Dispose();
            throw;
        }
    }

    /// <summary>Has the core serve a subscriber.</summary>
    /// <param name="loop">Where what happens is recorded.</param>
    /// <param name="options">What is served; where the core listens is its own matter.</param>
    /// <param name="recorder">Takes what passes.</param>
    /// <param name="isRenamed">Whether the subscriber is to be one that nobody else has.</param>
    /// <exception cref="CoreUnavailableException">The core is gone, or refuses.</exception>
    public async Task<ICore> OpenAsync(EventLoop loop, CoreOptions options, TraceRecorder recorder, bool isRenamed)
    {
        var asked = recorder.Now;
        var request = new SubscriberRequest(
            options.Address,
            options.Domain,
            options.User,
            options.Password,
            options.ConferenceFactory,
            options.Behaviour.Name,
            IsRenamed: isRenamed,
            ClientAddress: ClientAddress.ToString(),
            T1: options.T1);
        var reply = await SendAsync<SubscriberReply>(HttpMethod.Post, "subscribers", request, CancellationToken.None);
        // The answer was written about half-way between.
        var core = new RemoteCore(this, loop, recorder, reply, ((asked + recorder.Now) / 2) - reply.At);
        core.Follow();
        return core;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks for what has no answer but that it was done.</summary>
    internal async Task DoAsync(HttpMethod method, string path, object? body)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, TimeProvider.System);
        using var response = await AnswerAsync(method, path, body, HttpCompletionOption.ResponseContentRead, limit.Token);
    }

    /// <summary>The lines of a trace as they come; it ends when the core ends it.</summary>
    internal async Task<StreamReader> TraceAsync(string id)
    {
        var response = await AnswerAsync(HttpMethod.Get, $"subscribers/{id}/trace", null, HttpCompletionOption.ResponseHeadersRead, CancellationToken.None);
        return new StreamReader(await response.Content.ReadAsStreamAsync());
    }

    private async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        using var response = await AnswerAsync(method, path, body, HttpCompletionOption.ResponseContentRead, either.Token);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ControlContract.Json, either.Token) ?? throw new JsonException();
        }
        catch (JsonException problem)
        {
            throw new CoreUnavailableException($"what answers at {Control} is no core of this program; see 'core --control'", problem);
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, object? body, HttpCompletionOption completion, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: ControlContract.Json);
            var response = await _http.SendAsync(request, completion, cancellation);
            return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response);
        }
        catch (HttpRequestException gone)
        {
            throw new CoreUnavailableException($"no core answers at {Control}: {gone.Message}; start one with 'core --control'", gone);
        }
        catch (OperationCanceledException late)
        {
            throw new CoreUnavailableException($"the core at {Control} does not answer within {AnswerLimit.TotalSeconds} s", late);
        }
    }

    private async Task<CoreUnavailableException> RefusalAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            try
            {
                return new CoreUnavailableException($"the core at {Control} refuses: {JsonSerializer.Deserialize<ControlProblem>(text, ControlContract.Json)?.Problem}");
            }
            catch (JsonException)
            {
                return new CoreUnavailableException($"what answers at {Control} is no core of this program: HTTP {(int)response.StatusCode}");
            }
        }
    }

    /// <summary>The own address on the way to a host, without sending anything.</summary>
    private static async Task<IPAddress> AddressTowardsAsync(Uri control)
    {
        try
        {
            var host = (await Dns.GetHostAddressesAsync(control.DnsSafeHost)).First();
            using var socket = new Socket(host.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(new IPEndPoint(host, control.Port));
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException unknown)
        {
            throw new CoreUnavailableException($"no core answers at {control}: {unknown.Message}; start one with 'core --control'", unknown);
        }
    }
}
