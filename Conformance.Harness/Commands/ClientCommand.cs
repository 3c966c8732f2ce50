using System.CommandLine;
using Conformance.Harness.Driving.Reference;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;

namespace Conformance.Harness.Commands;

/// <summary>client: the reference client, or one of its mutants, speaking the adapter contract on stdin and stdout.</summary>
internal static class ClientCommand
{
    public static Command Create()
    {
        var mutant = new Option<string?>("--mutant") { Description = "The one thing that it does wrong; see 'list mutants'." };
        var command = new Command("client", "Runs the reference client on stdin and stdout.") { mutant };
        command.SetAction(parsed =>
        {
            var tamper = parsed.GetValue(mutant) is { } name ? Named(name).Create() : Tamper.None;
            return ClientProcess.Run(Console.In, Console.Out, tamper);
        });
        return command;
    }

    private static Mutant Named(string name) => Catalogue.Mutants.FirstOrDefault(it => it.Name == name)
        ?? throw new UsageException($"--mutant {name}: no mutant has such a name; see 'list mutants'");
}
