using System.CommandLine;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Driving.Reference;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>client: the reference client, or one of its mutants, speaking the adapter contract on stdin and stdout.</summary>
internal static class ClientCommand
{
    public static Command Create()
    {
        var mutant = new Option<string?>("--mutant") { Description = "The one thing that it does wrong; see 'list mutants'." };
        var t1 = new Option<string?>("--t1") { Description = "T1 of its transactions (RFC 3261 section 17.1.1.1), like 250ms; 500ms when not given." };
        var response = new Option<string?>("--msrp-response-timeout") { Description = "How long it waits for an MSRP response (RFC 4975 section 7.1.1), like 10s; 30s when not given." };
        var command = new Command("client", "Runs the reference client on stdin and stdout.") { mutant, t1, response };
        command.SetAction(parsed =>
        {
            var tamper = parsed.GetValue(mutant) is { } name ? Named(name).Create() : Tamper.None;
            var usual = ClientTimers.Usual;
            var timers = new ClientTimers(Duration("--t1", parsed.GetValue(t1)) ?? usual.T1, Duration("--msrp-response-timeout", parsed.GetValue(response)) ?? usual.MsrpResponse);
            return ClientProcess.Run(Console.In, Console.Out, tamper, timers);
        });
        return command;
    }

    private static TimeSpan? Duration(string option, string? text) => text is null
        ? null
        : Durations.Parse(text) ?? throw new UsageException($"{option} {text}: not a duration; {Durations.Example}");

    private static Mutant Named(string name) => Catalogue.Mutants.FirstOrDefault(it => it.Name == name)
        ?? throw new UsageException($"--mutant {name}: no mutant has such a name; see 'list mutants'");
}
