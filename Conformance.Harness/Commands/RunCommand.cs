using System.CommandLine;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving;
using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>run: drives a client through the scenarios and judges what it did.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var client = new Option<string?>("--client") { Description = "The profile of the client under test (default: the reference client)." };
        var core = new Option<string>("--core") { Description = "Where the fake core runs: embedded.", DefaultValueFactory = _ => "embedded" };
        var scenario = new Option<string[]>("--scenario") { Description = "Only scenarios of such a name; * and ? stand for anything. May be repeated." };
        var requirement = new Option<string[]>("--requirement") { Description = "Only requirements of such an id. May be repeated." };
        var transport = new Option<string>("--transport") { Description = "How the client is told to reach the core: udp or tcp.", DefaultValueFactory = _ => "udp" };
        var seed = new Option<int>("--seed") { Description = "Seeds identifiers, so that a run can be repeated.", DefaultValueFactory = _ => 1 };
        var jobs = new Option<int?>("--jobs") { Description = "How many scenarios run side by side, each with a client of its own (default: 1; of the reference client, one for each processor)." };
        var killMatrix = new Option<bool>("--kill-matrix") { Description = "Also holds every mutant that the selected requirements name against every requirement, in memory, and writes kill-matrix.json." };
        var strict = new Option<bool>("--strict") { Description = "A failed SHOULD fails the run." };
        var output = new Option<string>("--out") { Description = "The folder of the report.", DefaultValueFactory = _ => "results" };
        var command = new Command("run", "Drives a client through the scenarios and judges every requirement.") { client, core, scenario, requirement, transport, jobs, seed, strict, killMatrix, output };
        command.SetAction(parsed => new Run(
            parsed.GetValue(client) is { } file ? ClientProfile.Load(file) : ClientProfile.Reference,
            OneOf("--core", parsed.GetValue(core)!, "embedded"),
            Glob.Select(ScenarioCatalogue.All, parsed.GetValue(scenario) ?? [], it => it.Name, "scenario"),
            Glob.Select(Catalogue.Requirements, parsed.GetValue(requirement) ?? [], it => it.Id, "requirement"),
            OneOf("--transport", parsed.GetValue(transport)!, "udp", "tcp"),
            parsed.GetValue(seed),
            AtLeastOne("--jobs", parsed.GetValue(jobs)),
            parsed.GetValue(strict),
            parsed.GetValue(killMatrix),
            parsed.GetValue(output)!).Execute());
        return command;
    }

    private static string OneOf(string option, string value, params IReadOnlyList<string> known) => known.Contains(value)
        ? value
        : throw new UsageException($"{option} {value}: not available yet; use {string.Join(" or ", known)}");

    private static int? AtLeastOne(string option, int? value) => value is null or >= 1
        ? value
        : throw new UsageException($"{option} {value}: must be 1 or more");

    /// <summary>One run with all its choices made.</summary>
    private sealed record Run(
        ClientProfile Profile,
        string Core,
        IReadOnlyList<Scenario> Scenarios,
        IReadOnlyList<Requirement> Requirements,
        string Transport,
        int Seed,
        int? Jobs,
        bool IsStrict,
        bool HasKillMatrix,
        string Folder)
    {
        /// <summary>A report judges all that was driven so far: not after each of many short scenarios.</summary>
        private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

        private readonly TimeProvider _time = TimeProvider.System;
        private readonly SortedDictionary<string, ScenarioRun> _done = new(StringComparer.Ordinal);

        // That several instances of a client can run at once is known of the reference client only.
        private int UsualJobs => Profile.Driver is StdioDriver { Command: null } ? Environment.ProcessorCount : 1;

        public int Execute()
        {
            using var signals = new StopSignals();
            var started = _time.GetUtcNow();
            var begin = _time.GetTimestamp();
            var folder = Open(started);
            RunConsole.WithProgress(Scenarios.Count, progress => Drive(folder, progress, () => Report(started, _time.GetElapsedTime(begin)), signals.Token));
            var report = Report(started, _time.GetElapsedTime(begin));
            folder.Write(report);
            var kills = HasKillMatrix ? KillMatrixReport.Of(Requirements, _time, signals.Token) : null;
            if (signals.ExitCode is { } stopped)
            {
                Console.Error.WriteLine($"error: stopped; what was proven until then is in {Folder}");
                return stopped;
            }

            RunConsole.Show(report, Folder);
            if (kills is not null)
            {
                folder.WriteKillMatrix(kills.ToJson());
                RunConsole.Show(kills);
            }

            return (int)(kills is { IsError: true } ? ExitCode.HarnessError : report.ExitCode);
        }

        private void Drive(RunFolder folder, Action<string> progress, Func<RunReport> report, CancellationToken stopped)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopped);
            AddressUnavailableException? unavailable = null;
            var written = _time.GetTimestamp();
            var options = new SuiteOptions(Transport, Seed, Jobs ?? UsualJobs, folder.Logs)
            {
                Begun = scenario => progress(scenario.Name),
                Finished = run =>
                {
                    // Without its address no scenario can be driven: the run ends at once instead of failing each of them.
                    if (run.Outcome.Problem is AddressUnavailableException problem)
                    {
                        unavailable = problem;
                        stop.Cancel();
                        return;
                    }

                    _done[run.Scenario.Name] = run;
                    folder.Write(run.Trace);
                    if (_time.GetElapsedTime(written) >= WriteInterval)
                    {
                        folder.Write(report());
                        written = _time.GetTimestamp();
                    }
                },
            };
            SuiteRunner.Run(Profile, Scenarios, options, stop.Token);
            if (unavailable is not null)
            {
                throw unavailable;
            }
        }

        private RunFolder Open(DateTimeOffset started)
        {
            try
            {
                return new RunFolder(Folder, started);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new UsageException($"--out {Folder}: cannot be written: {problem.Message}");
            }
        }

        private RunReport Report(DateTimeOffset started, TimeSpan duration)
        {
            IReadOnlyList<Trace> traces = [.. _done.Values.Select(it => it.Trace)];
            var judgements = Judge.All(Requirements, traces);
            var expectations = Profile.Expectations.Select(it => new KnownDeviation(it.Requirement, it.Expires));
            return new RunReport(
                new ClientInfo(Profile.Name, Profile.Version, Profile.Sha256),
                Core,
                Seed,
                started,
                duration,
                [.. _done.Values.Select(Result)],
                Catalogue.Requirements,
                judgements,
                ExpectationReview.Of(
                    judgements,
                    [.. expectations],
                    Catalogue.Requirements.Select(it => it.Id).ToHashSet(StringComparer.Ordinal),
                    DateOnly.FromDateTime(started.UtcDateTime)),
                IsStrict);
        }

        private static ScenarioResult Result(ScenarioRun run)
        {
            var outcome = Judge.CoreDefects(run.Trace).FirstOrDefault() is { } defect
                ? $"{RunReport.ErrorOutcome}: {defect}"
                : run.Outcome.Kind switch
                {
                    OutcomeKind.Completed => "completed",
                    OutcomeKind.Interrupted => $"interrupted: {run.Outcome.Reason}",
                    _ => $"{RunReport.ErrorOutcome}: {run.Outcome.Reason}",
                };
            return new ScenarioResult(run.Scenario.Name, Math.Round(run.Duration.TotalSeconds, 3), outcome);
        }
    }
}
