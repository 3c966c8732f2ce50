using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Driving;

namespace Conformance.Tests.Harness.Core.Control;

/// <summary>A core for many, in this process but reached as if it were elsewhere.</summary>
internal sealed class HostedCores : IAsyncDisposable
{
    private readonly ControlServer _server;

    private HostedCores(CoreHost host, ControlServer server, RemoteCores cores)
    {
        Host = host;
        _server = server;
        Cores = cores;
    }

    public CoreHost Host { get; }

    public RemoteCores Cores { get; }

    /// <param name="advertised">The address that clients are told, for a core behind published ports, which listens on another; null for none.</param>
    public static async Task<HostedCores> StartAsync(string? advertised = null)
    {
        var listen = advertised is null ? IPAddress.Loopback : IPAddress.Any;
        var host = await CoreHost.StartAsync(PortPlan.From(new IPEndPoint(listen, 0)), "im.example", advertised is null ? null : IPAddress.Parse(advertised));
        var server = await ControlServer.StartAsync(host, new IPEndPoint(IPAddress.Loopback, 0), token: null);
        return new HostedCores(host, server, await RemoteCores.ConnectAsync(server.Address, token: null));
    }

    public async Task StopAsync()
    {
        await _server.DisposeAsync();
        Host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Cores.Dispose();
    }
}
