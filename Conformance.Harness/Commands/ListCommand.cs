using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.MutationTesting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;

namespace Conformance.Harness.Commands;

/// <summary>list requirements|scenarios|mutants|behaviours [--json]: what there is.</summary>
internal static class ListCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var list = new Command("list", "Shows what there is.");
        list.Add(Of("requirements", "Every statement: judged, or excluded with its reason.", Requirements));
        list.Add(Of("scenarios", "The user stories that are driven.", () => ScenarioCatalogue.All.Select(it => new NamedEntry(it.Name, it.Purpose))));
        list.Add(Of("mutants", "The faulty clients that prove each check able to fail.", Mutants));
        list.Add(Of("behaviours", "What the fake core can be told to do.", () => Behaviours.All.Select(it => new NamedEntry(it.Name, it.Purpose))));
        return list;
    }

    private static Command Of<T>(string name, string description, Func<IEnumerable<T>> entries)
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command(name, description) { json };
        command.SetAction(parsed =>
        {
            var all = entries().ToList();
            var text = parsed.GetValue(json)
                ? JsonSerializer.Serialize(all, Json)
                : string.Join(Environment.NewLine, all);
            Console.Out.WriteLine(text);
            return 0;
        });
        return command;
    }

    private static IEnumerable<StatementEntry> Requirements() =>
    [
        .. Catalogue.Requirements.Select(it => new StatementEntry(it.Id, it.Document, it.Clause, it.Level.ToString().ToLowerInvariant(), it.Quote, [.. it.Mutants.Select(mutant => mutant.Name)], null, null)),
        .. Catalogue.Exclusions.Select(it => new StatementEntry(it.Id, it.Document, it.Clause, null, it.Quote, [], it.Kind.ToString(), it.Reason)),
    ];

    private static IEnumerable<MutantEntry> Mutants() => Catalogue.Mutants.Select(mutant =>
        new MutantEntry(
            mutant.Name,
            [.. Catalogue.Requirements.Where(it => it.Mutants.Any(its => its.Name == mutant.Name)).Select(it => it.Id)],
            KillDeclaration.Committed.Collateral.GetValueOrDefault(mutant.Name) ?? []));

    private sealed record NamedEntry(string Name, string Purpose)
    {
        public override string ToString() => $"{Name,-36} {Purpose}";
    }

    /// <summary>A mutant with the requirements that name it, and those that are declared to fail for it as well.</summary>
    private sealed record MutantEntry(string Name, IReadOnlyList<string> Fails, IReadOnlyList<string> Collateral)
    {
        public override string ToString() => $"{Name,-48} {string.Join(' ', Fails)}";
    }

    private sealed record StatementEntry(
        string Id,
        string Document,
        string Clause,
        string? Level,
        string Quote,
        IReadOnlyList<string> Mutants,
        string? Exclusion,
        string? Reason)
    {
        public override string ToString() => $"{Id,-22} {Level ?? "excluded",-8} {(Exclusion is null ? Quote : $"{Exclusion}: {Reason}")}";
    }
}
