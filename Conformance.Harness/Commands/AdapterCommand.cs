using System.CommandLine;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Reporting;

namespace Conformance.Harness.Commands;

/// <summary>adapter verify: holds an adapter against the contract, before a run trips over it.</summary>
internal static class AdapterCommand
{
    public static Command Create()
    {
        var client = new Option<string>("--client") { Description = "The profile of the client.", Required = true };
        var verify = new Command("verify", "Holds an adapter against the contract: each verb, unknown ones, bad input, its end.") { client };
        verify.SetAction(parsed => Verify(ClientProfile.Load(parsed.GetValue(client)!)));
        return new Command("adapter", "Tools for who writes an adapter.") { verify };
    }

    private static int Verify(ClientProfile profile)
    {
        Orphans.Adopt();
        var findings = SuiteRunner.Verify(profile);
        foreach (var finding in findings)
        {
            Console.Out.WriteLine(Printable.Of($"{(finding.Problem is null ? "pass" : "FAIL")}  {finding.Check}{(finding.Problem ?? finding.Note) switch { "" => "", var text => ": " + text }}"));
        }

        var failed = findings.Count(it => it.Problem is not null);
        Console.Out.WriteLine($"{profile.Name} {profile.Version}: {(failed == 0 ? "keeps to the adapter contract" : "breaks the adapter contract")}: {findings.Count} checks, {failed} failed");
        return (int)(failed == 0 ? ExitCode.Conforming : ExitCode.NonConforming);
    }
}
