using System.CommandLine;
using System.Globalization;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;

namespace Conformance.Harness.Commands;

/// <summary>run: drives a client through the scenarios and judges what it did.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var client = new Option<string?>("--client") { Description = "The profile of the client under test (default: the reference client)." };
        var core = new Option<string>("--core") { Description = "Where the fake core runs: embedded, container, or the URL of a core's control.", DefaultValueFactory = _ => "embedded" };
        var scenario = new Option<string[]>("--scenario") { Description = "Only scenarios of such a name; * and ? stand for anything. May be repeated." };
        var requirement = new Option<string[]>("--requirement") { Description = "Only requirements of such an id. May be repeated." };
        var transport = new Option<string>("--transport") { Description = "How the client is told to reach the core: udp, tcp or tls.", DefaultValueFactory = _ => "udp" };
        var ip = Number("--ip", "The IP version of an embedded core and its clients: 4 or 6.", 4);
        var seed = Number("--seed", "Seeds identifiers, so that a run can be repeated.", 1);
        var jobs = Number("--jobs", "How many scenarios run side by side, each with a client of its own (default: 1; of the reference client, two for each processor).");
        var shard = new Option<string?>("--shard") { Description = "Only the I-th of N parts of the scenarios: I/N; 'report' puts the parts together." };
        var killMatrix = new Option<bool>("--kill-matrix") { Description = "Also holds every mutant that the selected requirements name against every requirement, in memory, and writes kill-matrix.json." };
        var strict = new Option<bool>("--strict") { Description = "A failed SHOULD fails the run." };
        var update = new Option<bool>("--update-expectations") { Description = "Writes what fails into the expectations of the client's profile, for a month; a run of all scenarios also takes out what passes." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only shows the test plan: what the user of the client will be asked to do in each scenario." };
        var output = new Option<string>("--out") { Description = "The folder of the report; that of an earlier run is cleared.", DefaultValueFactory = _ => "results" };
        var command = new Command("run", "Drives a client through the scenarios and judges every requirement.") { client, core, scenario, requirement, transport, ip, jobs, shard, seed, strict, killMatrix, update, dryRun, output };
        command.SetAction(parsed => new ClientRun(
            parsed.GetValue(client) is { } file ? ClientProfile.Load(file) : ClientProfile.Reference,
            CoreChoice.Check(parsed.GetValue(core)!),
            Glob.Select(ScenarioCatalogue.All, parsed.GetValue(scenario) ?? [], it => it.Name, "scenario"),
            Glob.Select(Catalogue.Requirements, parsed.GetValue(requirement) ?? [], it => it.Id, "requirement"),
            OneOf("--transport", parsed.GetValue(transport)!, "udp", "tcp", "tls"),
            IsVersion6(parsed.GetValue(ip)!.Value, parsed.GetValue(core)!),
            parsed.GetValue(seed)!.Value,
            AtLeastOne("--jobs", parsed.GetValue(jobs)),
            parsed.GetValue(shard) is { } part ? Shard.Parse(part) : null,
            parsed.GetValue(strict),
            parsed.GetValue(killMatrix),
            parsed.GetValue(update),
            parsed.GetValue(output)!) is var run && parsed.GetValue(dryRun) ? run.Plan() : run.Execute());
        return command;
    }

    /// <summary>The framework's own complaint about what is no number names the type that it is read into.</summary>
    private static Option<int?> Number(string name, string description, int? usual = null) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = given =>
        {
            if (int.TryParse(given.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                return number;
            }

            given.AddError($"{name} {given.Tokens[0].Value}: must be a whole number.");
            return null;
        },
    };

    private static string OneOf(string option, string value, params IReadOnlyList<string> known) => known.Contains(value)
        ? value
        : throw new UsageException($"{option} {value}: must be {string.Join(" or ", known)}");

    private static bool IsVersion6(int version, string core) => (version, core) switch
    {
        (4, _) => false,
        (6, "embedded") => true,
        (6, _) => throw new UsageException($"--ip 6: the core says where it is reached; have --core {core} listen there"),
        _ => throw new UsageException($"--ip {version}: must be 4 or 6"),
    };

    private static int? AtLeastOne(string option, int? value) => value is null or >= 1
        ? value
        : throw new UsageException($"{option} {value}: must be 1 or more");
}
