using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Conformance.Harness.Core.Network;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conformance.Harness.Core.Control;

/// <summary>The control of a <see cref="CoreHost"/> over HTTP, as <see cref="ControlContract"/> says.</summary>
public sealed class ControlServer : IAsyncDisposable
{
    /// <summary>No request of the control is longer than a message that the peer is to say.</summary>
    private const int LargestBody = 256 * 1024;

    private static readonly TimeSpan HeadersLimit = TimeSpan.FromSeconds(10);

    /// <summary>A subscriber whose trace nobody comes for is of a run that is gone.</summary>
    private static readonly TimeSpan TraceLimit = TimeSpan.FromSeconds(10);

    private readonly CoreHost _host;
    private readonly WebApplication _application;
    private readonly byte[]? _authorization;

    private ControlServer(CoreHost host, IPEndPoint listen, string? token)
    {
        _host = host;
        _authorization = token is null ? null : Encoding.UTF8.GetBytes($"Bearer {token}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.RequestHeadersTimeout = HeadersLimit;
            kestrel.Limits.MaxConcurrentConnections = 4 * CoreHost.MostSubscribers;
            kestrel.Listen(listen);
        });
        // Traces end with their subscribers, not with a patient shutdown.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(it => it.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _application = builder.Build();
        _application.Use(Guard);
        Map(_application);
    }

    /// <summary>Where it is reached.</summary>
    public Uri Address => new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Begins to listen.</summary>
    /// <param name="host">What it controls.</param>
    /// <param name="listen">Where; port 0 takes a free one.</param>
    /// <param name="token">What callers have to show; null lets all in, which only an address of this machine may.</param>
    /// <exception cref="AddressUnavailableException">The port is taken, or the address cannot be bound.</exception>
    public static async Task<ControlServer> StartAsync(CoreHost host, IPEndPoint listen, string? token)
    {
        var server = new ControlServer(host, listen, token);
        try
        {
            await server._application.StartAsync();
            return server;
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw problem is IOException ? new AddressInUseException(listen) : new AddressUnavailableException(listen, $"cannot be bound: {problem.Message}");
        }
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", context =>
            Write(context, 200, new CoreHealth(ControlContract.Version, ControlContract.Build, _host.Count, _host.Unattributed)));
        routes.MapPost("/subscribers", OpenAsync);
        routes.MapGet("/subscribers/{id}/trace", context => With(context, (id, core) => StreamAsync(context, id, core)));
        routes.MapPost("/subscribers/{id}/bye", context => With(context, (_, core) => Done(context, core.HangUp)));
        routes.MapPost("/subscribers/{id}/finish", context => With(context, (_, core) => Done(context, core.Finish)));
        routes.MapPost("/subscribers/{id}/message", context => With<PeerText>(context, (core, text) => core.SendMessage(text)));
        routes.MapPost("/subscribers/{id}/mark", context => With<TraceMark>(context, (core, mark) => core.Mark(mark)));
        routes.MapDelete("/subscribers/{id}", context => With(context, (id, _) => Done(context, () => _host.Close(id))));
    }

    /// <summary>Who shows no token is let see no more than that there is a core; what goes wrong is said.</summary>
    private async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (_authorization is not null && context.Request.Path != "/health" && !IsAuthorized(context.Request.Headers.Authorization.ToString()))
        {
            await Write(context, 401, new ControlProblem("the token of the core is missing or wrong"));
            return;
        }

        try
        {
            await next(context);
        }
        catch (ControlException problem)
        {
            await Write(context, 409, new ControlProblem(problem.Message));
        }
        catch (JsonException problem)
        {
            await Write(context, 400, new ControlProblem(problem.Message));
        }
        catch (BadHttpRequestException problem)
        {
            await Write(context, problem.StatusCode, new ControlProblem(problem.Message));
        }
    }

    private bool IsAuthorized(string shown) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), _authorization);

    private async Task OpenAsync(HttpContext context)
    {
        var reply = await _host.OpenAsync(await ReadAsync<SubscriberRequest>(context));
        _ = EndUnlessWatchedAsync(reply.Id);
        await Write(context, 201, reply);
    }

    private async Task EndUnlessWatchedAsync(string id)
    {
        await Task.Delay(TraceLimit, TimeProvider.System);
        if (_host.Find(id) is { IsWatched: false })
        {
            _host.Close(id);
        }
    }

    /// <summary>The trace is the lease: a run that is killed stops reading, and its subscriber ends with it.</summary>
    private async Task StreamAsync(HttpContext context, string id, HostedCore core)
    {
        if (!core.Watch())
        {
            throw new ControlException("the trace is read already");
        }

        try
        {
            context.Response.ContentType = "application/x-ndjson";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await foreach (var line in core.Trace.ReadAllAsync(context.RequestAborted))
            {
                await JsonSerializer.SerializeAsync(context.Response.Body, line, ControlContract.Json, context.RequestAborted);
                await context.Response.Body.WriteAsync("\n"u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException)
        {
            // The run is gone.
        }
        finally
        {
            _host.Close(id);
        }
    }

    private Task With(HttpContext context, Func<string, HostedCore, Task> act) =>
        context.GetRouteValue("id") is string id && _host.Find(id) is { } core
            ? act(id, core)
            : Write(context, 404, new ControlProblem("no such subscriber is served"));

    private Task With<T>(HttpContext context, Action<HostedCore, T> act) => With(context, async (_, core) =>
    {
        var read = await ReadAsync<T>(context);
        await Done(context, () => act(core, read));
    });

    private static Task Done(HttpContext context, Action act)
    {
        act();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, ControlContract.Json, context.RequestAborted)
        ?? throw new JsonException("an object is wanted");

    private static Task Write<T>(HttpContext context, int status, T value)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, ControlContract.Json);
    }
}
