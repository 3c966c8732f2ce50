using System.CommandLine;
using Conformance.Harness.Reporting;

namespace Conformance.Harness.Commands;

/// <summary>report: renders a finished run again, or puts the parts of one together.</summary>
internal static class ReportCommand
{
    private static readonly Dictionary<string, Func<RunReport, string>> Formats = new(StringComparer.Ordinal)
    {
        ["json"] = report => report.ToResult().ToJson(),
        ["junit"] = JUnit.ToText,
        ["markdown"] = Markdown.Of,
    };

    public static Command Create()
    {
        var folders = new Argument<string[]>("DIR") { Description = "The folder of a run; of one in parts, those of all its shards.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string?>("--format") { Description = "Writes the report to stdout: json, junit or markdown." };
        var output = new Option<string?>("--out") { Description = "The folder of the whole run's report." };
        var strict = new Option<bool>("--strict") { Description = "A failed SHOULD fails the run." };
        var command = new Command("report", "Renders a finished run again, or puts its shards together.") { folders, format, output, strict };
        command.SetAction(parsed => Execute(parsed.GetValue(folders)!, parsed.GetValue(format), parsed.GetValue(output), parsed.GetValue(strict)));
        return command;
    }

    private static int Execute(IReadOnlyList<string> folders, string? format, string? output, bool isStrict)
    {
        if (format is not null && !Formats.ContainsKey(format))
        {
            throw new UsageException($"--format {format}: must be {string.Join(" or ", Formats.Keys)}");
        }

        IReadOnlyList<FinishedRun> runs = [.. folders.Select(FinishedRun.Read)];
        var report = FinishedRun.Join(runs, isStrict);
        if (output is not null)
        {
            Write(output, runs, report);
        }

        if (format is not null)
        {
            Console.Out.WriteLine(Formats[format](report));
        }
        else
        {
            RunConsole.Show(report, output ?? string.Join(", ", folders));
        }

        return (int)report.ExitCode;
    }

    private static void Write(string output, IReadOnlyList<FinishedRun> runs, RunReport report)
    {
        if (runs.Any(it => Path.GetFullPath(it.Folder) == Path.GetFullPath(output)))
        {
            throw new UsageException($"--out {output}: is one of the folders that are read; choose another");
        }

        var folder = ReportFolder.Open(output, report.Started);
        folder.WriteProfile(runs[0].Profile.Json);
        foreach (var trace in runs.SelectMany(it => it.Traces))
        {
            folder.Write(trace);
        }

        folder.Write(report);
    }
}
