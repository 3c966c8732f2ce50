using System.CommandLine;
using System.Globalization;
using System.Net;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>core: the fake core alone, for trying a client by hand. What passes is shown line by line; Ctrl-C ends it.</summary>
internal static class CoreCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen") { Description = "The address and port for UDP and TCP.", DefaultValueFactory = _ => "127.0.0.1:5060" };
        var domain = new Option<string>("--domain") { Description = "The home domain.", DefaultValueFactory = _ => "im.example" };
        var user = new Option<string>("--user") { Description = "The subscriber's user name.", DefaultValueFactory = _ => "alice" };
        var password = new Option<string>("--password") { Description = "The subscriber's password.", DefaultValueFactory = _ => "secret" };
        var behaviour = new Option<string>("--behaviour") { Description = "What the core does out of the ordinary; see 'list behaviours'.", DefaultValueFactory = _ => Behaviours.Usual.Name };
        var command = new Command("core", "Runs the fake SIP/IP core alone.") { listen, domain, user, password, behaviour };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new CoreOptions(
                Address(parsed.GetValue(listen)!),
                parsed.GetValue(domain)!,
                $"sip:im-factory@{parsed.GetValue(domain)}",
                parsed.GetValue(user)!,
                parsed.GetValue(password)!,
                Environment.TickCount,
                Named(parsed.GetValue(behaviour)!));
            return Task.FromResult(Run(options, cancellation));
        });
        return command;
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
            await Task.Delay(Timeout.InfiniteTimeSpan, loop.Time, cancellation).ContinueWith(_ => { }, TaskScheduler.Current);
            return 0;
        });
    }

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

    private static IPEndPoint Address(string text) => IPEndPoint.TryParse(text, out var address)
        ? address
        : throw new UsageException($"--listen {text}: not an address and port; write 127.0.0.1:5060 or [::1]:5060");

    private static Behaviour Named(string name) => Behaviours.All.FirstOrDefault(it => it.Name == name)
        ?? throw new UsageException($"--behaviour {name}: no behaviour has such a name; see 'list behaviours'");
}
