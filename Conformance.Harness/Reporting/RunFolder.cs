using System.Text;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Reporting;

/// <summary>
/// The folder of a run: results.json, summary.md, junit.xml, traces/ and captures/. It is written as the run goes on, each
/// file whole or not at all, so that a killed run keeps what it proved.
/// </summary>
public sealed class RunFolder
{
    public const string Results = "results.json";
    public const string Traces = "traces";
    private const string KillMatrix = "kill-matrix.json";
    /// <summary>The profile of the client that was run.</summary>
    public const string Profile = "tested-profile.json";
    private const string Unfinished = ".part";
    private readonly string _path;
    private readonly DateTimeOffset _started;

    /// <summary>Makes the folder, and clears out what an earlier run left in it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RunFolder(string path, DateTimeOffset started)
    {
        _path = path;
        _started = started;
        foreach (var (folder, files) in new[] { (Traces, "*.ndjson"), ("captures", "*.pcapng"), ("logs", "*.log"), ("", Results), ("", "junit.xml"), ("", "summary.md"), ("", Profile), ("", KillMatrix) })
        {
            Directory.CreateDirectory(Path.Combine(path, folder));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(path, folder), files)
                .Concat(Directory.EnumerateFiles(Path.Combine(path, folder), files + Unfinished)))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>Where the stderr of the client's processes goes.</summary>
    public string Logs => Path.Combine(_path, "logs");

    public void Write(Trace trace)
    {
        WriteWhole(Path.Combine(Traces, trace.Scenario + ".ndjson"), stream => TraceFile.Write(stream, trace));
        WriteWhole(Path.Combine("captures", trace.Scenario + ".pcapng"), stream => Pcapng.Write(stream, trace, _started));
    }

    public void Write(RunReport report)
    {
        WriteWhole(Results, stream => stream.Write(Encoding.UTF8.GetBytes(report.ToResult().ToJson())));
        WriteWhole("junit.xml", stream => stream.Write(Encoding.UTF8.GetBytes(JUnit.ToText(report))));
        WriteWhole("summary.md", stream => stream.Write(Encoding.UTF8.GetBytes(Markdown.Of(report))));
    }

    /// <summary>The profile as it stands, so that the folder can be judged again by itself.</summary>
    public void WriteProfile(ReadOnlyMemory<byte> json) => WriteWhole(Profile, stream => stream.Write(json.Span));

    public void WriteKillMatrix(string json) => WriteWhole(KillMatrix, stream => stream.Write(Encoding.UTF8.GetBytes(json)));

    private void WriteWhole(string name, Action<Stream> write)
    {
        var path = Path.Combine(_path, name);
        using (var stream = File.Create(path + Unfinished))
        {
            write(stream);
        }

        File.Move(path + Unfinished, path, overwrite: true);
    }
}
