using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Conformance.Harness.Core.Control;

namespace Conformance.Harness.Driving.Containers;

/// <summary>A core in a container of its own, which is there until it is disposed; its ports are published on 127.0.0.1 only.</summary>
public sealed class CoreContainer : IDisposable
{
    /// <summary>Marks the containers of this program; its value says whose each is.</summary>
    public const string Label = "sip-im-conformance.core";

    /// <summary>How engines say that somebody took a port in the meantime.</summary>
    private static readonly string[] PortTaken = ["address already in use", "port is already allocated"];

    private const int Attempts = 5;
    private const int ControlPort = 8080;
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(25);
    private readonly ContainerEngine _engine;
    private readonly string _id;

    private CoreContainer(ContainerEngine engine, string id, RemoteCores cores)
    {
        _engine = engine;
        _id = id;
        Cores = cores;
    }

    public RemoteCores Cores { get; }

    /// <summary>What the core has written so far; null where its container is gone.</summary>
    public string? Log()
    {
        try
        {
            return _engine.Do(["logs", _id]);
        }
        catch (CoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>Removes what killed runs have left, provides the image, starts it, and waits until it answers.</summary>
    /// <exception cref="CoreUnavailableException">There is no engine, no image, or the core does not come up.</exception>
    public static CoreContainer Start(Action<string> progress)
    {
        var engine = ContainerEngine.Find();
        RemoveLeftovers(engine);
        var image = CoreImage.Provide(engine, progress);
        progress("starting the core");
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        for (var attempt = 1; ; attempt++)
        {
            var (first, control) = FreePorts();
            try
            {
                return Await(engine, Run(engine, image, first, control, token), new Uri($"http://127.0.0.1:{control}"), token);
            }
            catch (CoreUnavailableException problem) when (attempt < Attempts && PortTaken.Any(it => problem.Message.Contains(it, StringComparison.OrdinalIgnoreCase)))
            {
                // With other ports, then.
            }
        }
    }

    public void Dispose()
    {
        Cores.Dispose();
        Remove(_engine, _id);
    }

    /// <summary>Starts it. An engine that could not keeps what it had made of it, under its name.</summary>
    private static string Run(ContainerEngine engine, string image, int first, int control, string token)
    {
        var name = $"sip-im-conformance-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}";
        try
        {
            return engine.Do(Command(name, image, first, control), (CoreToken.Variable, token)).Split('\n')[^1];
        }
        catch (CoreUnavailableException)
        {
            Remove(engine, name);
            throw;
        }
    }

    private static string[] Command(string name, string image, int first, int control)
    {
        string Published(int port, string protocol) => $"127.0.0.1:{port}:{port}/{protocol}";

        return
            [
                "run", "--detach", "--name", name, "--label", $"{Label}={Owner()}",
                "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
                "--env", CoreToken.Variable,
                "--publish", Published(first, "udp"), "--publish", Published(first, "tcp"),
                "--publish", Published(first + 1, "tcp"), "--publish", Published(first + 2, "tcp"), "--publish", Published(first + 3, "tcp"),
                "--publish", $"127.0.0.1:{control}:{ControlPort}",
                image, "core", "--listen", $"0.0.0.0:{first}", "--advertise", "127.0.0.1", "--control", $"0.0.0.0:{ControlPort}",
            ];
    }

    private static CoreContainer Await(ContainerEngine engine, string id, Uri control, string token)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new CoreContainer(engine, id, RemoteCores.ConnectAsync(control, token).GetAwaiter().GetResult());
            }
            catch (CoreUnavailableException notYet) when (notYet.IsGone && TimeProvider.System.GetElapsedTime(begin) < ReadyLimit && IsRunning(engine, id))
            {
                Task.Delay(Glance, TimeProvider.System).Wait();
            }
            catch (CoreUnavailableException problem)
            {
                var log = engine.Do(["logs", "--tail", "3", id]);
                Remove(engine, id);
                throw new CoreUnavailableException($"--core container: the core does not come up: {(problem.IsGone && log.Length > 0 ? log : problem.Message)}", problem);
            }
        }
    }

    private static bool IsRunning(ContainerEngine engine, string id) =>
        engine.Do(["inspect", "--format", "{{.State.Running}}", id]) == "true";

    private static void RemoveLeftovers(ContainerEngine engine)
    {
        foreach (var line in engine.Do(["ps", "--all", "--filter", $"label={Label}", "--format", $$$"""{{.ID}} {{.Label "{{{Label}}}"}}"""]).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is [var id, var owner] && !IsAlive(owner))
            {
                Remove(engine, id);
            }
        }
    }

    private static void Remove(ContainerEngine engine, string id)
    {
        try
        {
            engine.Do(["rm", "--force", "--volumes", id]);
        }
        catch (CoreUnavailableException)
        {
            // Another run was quicker, or the engine is gone and its containers with it.
        }
    }

    /// <summary>This process: its number, which another may get later, and when it began.</summary>
    private static string Owner() => NameOf(Process.GetCurrentProcess());

    private static string NameOf(Process process)
    {
        using (process)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{process.Id}-{process.StartTime.ToUniversalTime():yyyyMMddHHmmss}");
        }
    }

    private static bool IsAlive(string owner)
    {
        try
        {
            return int.TryParse(owner.Split('-')[0], out var id) && NameOf(Process.GetProcessById(id)) == owner;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Four ports in a row that are free on 127.0.0.1 now, and another.</summary>
    private static (int First, int Control) FreePorts()
    {
        while (true)
        {
            var first = FreePort(0);
            if (first > 0 && IsFreeForDatagrams(first) && Enumerable.Range(first + 1, 3).All(it => FreePort(it) == it))
            {
                return (first, FreePort(0));
            }
        }
    }

    private static bool IsFreeForDatagrams(int port)
    {
        try
        {
            using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort(int wanted)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, wanted);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return -1;
        }
    }
}
