using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Reporting;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>
/// core: the fake core alone. For trying a client by hand it serves one subscriber, and what passes is shown line by line; with
/// --control it serves the subscribers of any number of runs. Ctrl-C ends it.
/// </summary>
internal static class CoreCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen") { Description = "The address, and the first of four ports in a row: SIP over UDP and TCP, SIP over TLS, MSRP, MSRP over TLS.", DefaultValueFactory = _ => "127.0.0.1:5060" };
        var advertise = new Option<string?>("--advertise") { Description = "The address or name where clients reach it, if that is another: ports that a container engine publishes." };
        var control = new Option<string?>("--control") { Description = $"Where it is controlled over HTTP, for 'run --core'. An address that others reach wants {CoreToken.Variable} in the environment." };
        var health = new Option<string?>("--health") { Description = "Only asks the core whose control is at that URL whether it is well." };
        var domain = new Option<string>("--domain") { Description = "The home domain.", DefaultValueFactory = _ => "im.example" };
        var user = new Option<string>("--user") { Description = "The subscriber's user name.", DefaultValueFactory = _ => "alice" };
        var password = new Option<string>("--password") { Description = "The subscriber's password.", DefaultValueFactory = _ => "secret" };
        var behaviour = new Option<string>("--behaviour") { Description = "What the core does out of the ordinary; see 'list behaviours'.", DefaultValueFactory = _ => Behaviours.Usual.Name };
        var command = new Command("core", "Runs the fake SIP/IP core alone.") { listen, advertise, control, health, domain, user, password, behaviour };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(health) is { } url)
            {
                return await HealthAsync(url, cancellation);
            }

            var plan = Plan(Address("--listen", parsed.GetValue(listen)!));
            var advertised = parsed.GetValue(advertise) is { } name ? await ResolveAsync(name) : null;
            if (parsed.GetValue(control) is { } address)
            {
                return await ServeAsync(plan, parsed.GetValue(domain)!, advertised, Reachable(Address("--control", address)), cancellation);
            }

            using var authority = new TestAuthority(TimeProvider.System, parsed.GetValue(domain)!, plan.Address, advertised);
            var options = new CoreOptions(
                plan,
                parsed.GetValue(domain)!,
                $"sip:im-factory@{parsed.GetValue(domain)}",
                parsed.GetValue(user)!,
                parsed.GetValue(password)!,
                Environment.TickCount,
                Named(parsed.GetValue(behaviour)!))
            {
                AdvertisedAs = advertised,
                Authority = authority,
            };
            return Run(options, cancellation);
        });
        return command;
    }

    private static async Task<int> HealthAsync(string url, CancellationToken cancellation)
    {
        using var cores = await RemoteCores.ConnectAsync(
            Uri.TryCreate(url, UriKind.Absolute, out var address) ? address : throw new UsageException($"--health {url}: must be a URL: http://127.0.0.1:8080"),
            CoreToken.Current,
            cancellation);
        return 0;
    }

    private static async Task<int> ServeAsync(PortPlan plan, string domain, IPAddress? advertised, IPEndPoint control, CancellationToken cancellation)
    {
        using var host = await CoreHost.StartAsync(plan, domain, advertised);
        await using var server = await ControlServer.StartAsync(host, control, CoreToken.Current);
        Console.Out.WriteLine(
            $"control {server.Address.GetLeftPart(UriPartial.Authority)}, SIP {advertised ?? plan.Address} port {host.Bound.Sip}, over TLS {host.Bound.SipOverTls}, MSRP {host.Bound.Msrp}, over TLS {host.Bound.MsrpOverTls}");
        await UntilStoppedAsync(TimeProvider.System, cancellation);
        return 0;
    }

    private static int Run(CoreOptions options, CancellationToken cancellation)
    {
        var loop = new LiveEventLoop();
        return loop.Run(async () =>
        {
            var recorder = new TraceRecorder(loop.Time);
            using var core = new FakeCore(loop, new SocketNetwork(loop), options, recorder);
            recorder.Recorded += Show;
            Console.Out.WriteLine($"outbound proxy {core.OutboundProxy("udp")}, conference factory {options.ConferenceFactory}, behaviour {options.Behaviour.Name}");
            await UntilStoppedAsync(loop.Time, cancellation);
            return 0;
        });
    }

    private static Task UntilStoppedAsync(TimeProvider time, CancellationToken cancellation) =>
        Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation).ContinueWith(_ => { }, TaskScheduler.Current);

    private static void Show(TraceEvent happened)
    {
        var what = happened switch
        {
            WireMessage message => $"{(message.IsFromClient ? "<-" : "->")} {message.Transport} {message.Client} {FirstLine(message)}",
            Connection connection => $"-- {connection.Transport} {connection.Client} {connection.Change}",
            _ => happened.ToString(),
        };
        Console.Out.WriteLine(Printable.Of(string.Create(CultureInfo.InvariantCulture, $"{happened.At.TotalSeconds,9:F3} {what}")));
    }

    private static string FirstLine(WireMessage message) =>
        System.Text.Encoding.UTF8.GetString(message.Octets.Span).Split('\r', '\n')[0];

    /// <summary>A number alone would be an IP address to the framework.</summary>
    private static IPEndPoint Address(string option, string text) => text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out var address)
        ? address
        : throw new UsageException($"{option} {text}: not an address and port; write 127.0.0.1:5060 or [::1]:5060");

    private static PortPlan Plan(IPEndPoint first) => first.Port <= IPEndPoint.MaxPort - 3
        ? PortPlan.From(first)
        : throw new UsageException($"--listen {first}: four ports in a row are needed; choose one up to {IPEndPoint.MaxPort - 3}");

    /// <summary>Who controls a core can have it send to anyone: where others than this machine reach it, they have to be let in.</summary>
    private static IPEndPoint Reachable(IPEndPoint control) => IPAddress.IsLoopback(control.Address) || CoreToken.Current is not null
        ? control
        : throw new UsageException($"--control {control}: others than this machine reach that address; set {CoreToken.Variable} to a secret, or use 127.0.0.1");

    private static async Task<IPAddress> ResolveAsync(string name)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(name)).First();
        }
        catch (Exception unknown) when (unknown is SocketException or ArgumentException)
        {
            throw new UsageException($"--advertise {name}: no address of that name: {unknown.Message}");
        }
    }

    private static Behaviour Named(string name) => Behaviours.Named(name)
        ?? throw new UsageException($"--behaviour {name}: no behaviour has such a name; see 'list behaviours'");
}
