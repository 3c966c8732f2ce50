using System.Net;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Manual;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Conformance.Harness.Requirements;

namespace Conformance.Harness.Commands;

/// <summary>One run with all its choices made.</summary>
internal sealed record ClientRun(
    ClientProfile Profile,
    string Core,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<Requirement> Requirements,
    string Transport,
    bool IsVersion6,
    int Seed,
    int? Jobs,
    Shard? Shard,
    bool IsStrict,
    bool HasKillMatrix,
    bool UpdatesExpectations,
    string Folder)
{
    /// <summary>A report judges all that was driven so far: not after each of many short scenarios.</summary>
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly SortedDictionary<string, ScenarioRun> _done = new(StringComparer.Ordinal);

    // That several instances of a client can run at once is known of the reference client only.
    private int UsualJobs => Profile.Driver is StdioDriver { Command: null } ? 2 * Environment.ProcessorCount : 1;

    private IReadOnlyList<Scenario> Driven => Shard?.Select(Scenarios) ?? Scenarios;

    /// <summary>Shows what would be done.</summary>
    public int Plan()
    {
        foreach (var line in TestPlan.Of(Profile, Driven))
        {
            Console.Out.WriteLine(line);
        }

        return (int)ExitCode.Conforming;
    }

    public int Execute()
    {
        if (Profile.Driver is BuiltInDriver && Core != "embedded")
        {
            throw new UsageException($"--core {Core}: a client of the kind \"builtin\" lives in memory, with a core of its own; use --core embedded, or another client");
        }

        if (Profile.Driver is OperatorDriver && Transport == "tls")
        {
            throw new UsageException("--transport tls: the core has another certificate authority each time, which nobody sets up by hand; use udp or tcp");
        }

        if (UpdatesExpectations)
        {
            ExpectationUpdate.Check(Profile);
        }

        // A container engine may start what has to stay.
        if (Core != CoreChoice.Container)
        {
            Orphans.Adopt();
        }

        using var signals = new StopSignals();
        var started = _time.GetUtcNow();
        var begin = _time.GetTimestamp();
        var folder = ReportFolder.Open(Folder, started);
        folder.WriteProfile(Profile.Json);
        foreach (var stale in ReviewedJudgements.StaleAhead(Profile, started))
        {
            Console.Error.WriteLine($"warning: {Profile.File}: {stale}");
        }

        CoreUnavailableException? lost = null;
        // In memory nothing waits in real time.
        using var holdUps = Profile.Driver is BuiltInDriver ? null : new HoldUps(_time);
        RunConsole.WithProgress(Profile.Driver is OperatorDriver ? null : Driven.Count, progress => lost = Drive(folder, progress, Report, signals.Token));
        var report = Report();
        folder.Write(report);
        var kills = HasKillMatrix ? KillMatrixReport.Of(Requirements, _time, signals.Token) : null;
        if (signals.ExitCode is { } stopped)
        {
            Console.Error.WriteLine($"error: stopped; what was proven until then is in {Folder}");
            return stopped;
        }

        RunConsole.Show(report, Folder);
        if (lost is not null)
        {
            Console.Error.WriteLine($"error: the core was lost: {lost.Message}; what was proven until then is in {Folder}");
            return (int)ExitCode.HarnessError;
        }

        if (UpdatesExpectations)
        {
            Console.Out.WriteLine(ExpectationUpdate.Write(Profile, report, ReviewedJudgements.IsWhole(Profile, [.. _done.Values.Select(it => it.Trace)])));
        }

        if (kills is not null)
        {
            folder.WriteKillMatrix(kills.ToJson());
            RunConsole.Show(kills);
        }

        return (int)(kills is { IsError: true } ? ExitCode.HarnessError : report.ExitCode);

        RunReport Report() => this.Report(started, _time.GetElapsedTime(begin), holdUps?.Remark);
    }

    /// <summary>Drives, and gives why the core was lost on the way; null where it was not.</summary>
    /// <exception cref="IOException">There was no core to begin with.</exception>
    private CoreUnavailableException? Drive(RunFolder folder, Action<string> progress, Func<RunReport> report, CancellationToken stopped)
    {
        using var core = CoreChoice.Open(Core, progress);
        IOException? unavailable = null;
        var written = _time.GetTimestamp();
        var options = new SuiteOptions(Transport, Seed, Jobs ?? UsualJobs, folder.Logs)
        {
            Cores = core.Cores,
            Address = IsVersion6 ? IPAddress.IPv6Loopback : IPAddress.Loopback,
            IsEnding = () => unavailable is not null,
            Begun = scenario => progress(scenario.Name),
            Finished = run =>
            {
                // Without a core no scenario can be driven: the run ends instead of failing each of them.
                if (run.Outcome.Problem is AddressUnavailableException or CoreUnavailableException)
                {
                    unavailable ??= (IOException)run.Outcome.Problem;
                    if (run.Outcome.Kind == OutcomeKind.Error)
                    {
                        return;
                    }
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
        SuiteRunner.Run(Profile, Driven, options, stopped);
        if (unavailable is AddressUnavailableException || (unavailable is not null && _done.Count == 0))
        {
            throw unavailable;
        }

        core.KeepLog(folder);
        return unavailable as CoreUnavailableException;
    }

    private RunReport Report(DateTimeOffset started, TimeSpan duration, string? holdUp)
    {
        var (judgements, expectations, declaration, remarks) = ReviewedJudgements.Of(Profile, [.. _done.Values.Select(it => it.Trace)], Requirements, started, Transport);
        return new RunReport(
            new ClientInfo(Profile.Name, Profile.Version, Profile.Sha256),
            Core,
            Transport,
            Shard?.ToString(),
            Seed,
            started,
            duration,
            [.. _done.Values.Select(Result)],
            Catalogue.Requirements,
            judgements,
            expectations,
            IsStrict)
        {
            Declaration = declaration,
            Remarks = [.. LeftOut(), .. remarks, .. holdUp is null ? Array.Empty<string>() : [holdUp]],
        };
    }

    private IEnumerable<string> LeftOut() =>
        Driven.Except(SuiteRunner.Applicable(Profile, Driven)).Select(it => it.Name).ToList() is { Count: > 0 } names
            ? [$"not driven, by what the client declares: {string.Join(", ", names)}"]
            : [];

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
