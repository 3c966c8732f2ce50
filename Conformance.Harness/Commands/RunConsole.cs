using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Reporting;
using Spectre.Console;

namespace Conformance.Harness.Commands;

/// <summary>
/// What a run shows: progress on stderr where that is a terminal, and at the end a table on stdout that reads as well in
/// a log as on a screen.
/// </summary>
internal static class RunConsole
{
    private const int WidthOfLogs = 140;
    private const int WidthOfVerdict = 14;

    /// <summary>Runs the work with a progress line, or without one where nobody watches or the number of scenarios is null.</summary>
    public static void WithProgress(int? scenarios, Action<Action<string>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (scenarios is not { } count || Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive)
        {
            work(_ => { });
            return;
        }

        console.Progress().AutoClear(true).Start(progress =>
        {
            var task = progress.AddTask("scenarios", maxValue: count);
            work(next =>
            {
                task.Description = Markup.Escape(next);
                task.Increment(1);
            });
        });
    }

    public static void Show(RunReport report, string folder)
    {
        var console = Output();
        Table(console, report);
        foreach (var judgement in report.Judgements.Where(it => it.Verdict is Verdict.Error).Concat(report.Failures))
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine($"{judgement.Requirement.Id} {judgement.Verdict.ToString().ToLowerInvariant()}");
            foreach (var line in FindingText.Lines(judgement))
            {
                Console.Out.WriteLine("  " + Printable.Of(line));
            }
        }

        foreach (var line in Notes(report))
        {
            Console.Out.WriteLine(Printable.Of(line));
        }

        Console.Out.WriteLine(Conclusion(report, folder));
    }

    /// <summary>The kill matrix: what is wrong with it, and its sum.</summary>
    public static void Show(KillMatrixReport report)
    {
        foreach (var fault in report.Table.Faults)
        {
            Console.Out.WriteLine(Printable.Of(fault));
        }

        Console.Out.WriteLine(report.Conclusion);
    }

    private static IAnsiConsole Output()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var log = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        log.Profile.Width = WidthOfLogs;
        return log;
    }

    /// <summary>A line for each requirement, as wide as the screen.</summary>
    private static void Table(IAnsiConsole console, RunReport report)
    {
        var widthOfId = report.Judgements.Select(it => it.Requirement.Id.Length).DefaultIfEmpty().Max();
        var widthOfText = Math.Max(20, console.Profile.Width - WidthOfVerdict - widthOfId - 3);
        foreach (var judgement in report.Judgements)
        {
            var text = judgement.Verdict is Verdict.Pass or Verdict.None ? judgement.Requirement.Quote : FindingText.Headline(judgement);
            console.Write(new Text(Word(report, judgement).PadRight(WidthOfVerdict), Colour(report, judgement)));
            console.WriteLine($" {judgement.Requirement.Id.PadRight(widthOfId)} {OneLine(text, widthOfText)}");
        }
    }

    private static string OneLine(string text, int width)
    {
        var line = Printable.Of(text);
        return line.Length <= width ? line : line[..(width - 1)] + "…";
    }

    private static string Word(RunReport report, Judgement judgement) => judgement.Verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.None => "not applicable",
        Verdict.Inconclusive => "inconclusive",
        Verdict.Error => "ERROR",
        _ when report.Expectations.Expected.ContainsKey(judgement.Requirement.Id) => "known",
        _ when report.Failures.Contains(judgement) => "FAIL",
        _ => "advice",
    };

    private static Style Colour(RunReport report, Judgement judgement) => Word(report, judgement) switch
    {
        "pass" => new Style(Color.Green),
        "FAIL" or "ERROR" => new Style(Color.Red),
        "not applicable" => new Style(Color.Grey),
        _ => new Style(Color.Yellow),
    };

    private static IEnumerable<string> Notes(RunReport report) =>
    [
        .. report.Scenarios.Where(it => it.Outcome != "completed").GroupBy(it => it.Outcome).Select(it => $"{(it.Count() == 1 ? "scenario" : "scenarios")} {string.Join(", ", it.Select(scenario => scenario.Name))} {it.Key}"),
        .. report.Remarks,
        .. report.Declaration.Select(it => $"declaration {it.Capability}: {it.Text}"),
        .. report.Expectations.Stale,
    ];

    /// <summary>The last line: what the exit code says, and the counts.</summary>
    private static string Conclusion(RunReport report, string folder)
    {
        var totals = report.ToResult().Totals;
        var word = report.ExitCode switch
        {
            ExitCode.Conforming when report.Shard is { } part => $"nothing failed in part {part}",
            ExitCode.Conforming => totals.Known is null ? "conforming" : "conforming but for known deviations",
            ExitCode.NonConforming => "non-conforming",
            ExitCode.NothingProven => "not proven",
            ExitCode.StaleExpectation => "stale expectation",
            _ => "harness error",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Client.Name} {report.Client.Version}: {word}: {totals.Pass} pass, {totals.Fail} fail{(totals.Known is { } known ? $" ({known} of them known)" : "")}, {totals.Inconclusive} inconclusive, {totals.None} not applicable, {totals.Error} error, {totals.Advice} advice; {report.Scenarios.Count} scenarios in {report.Duration.TotalSeconds:F1} s; report in {folder}");
    }
}
