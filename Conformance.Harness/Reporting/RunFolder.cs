using System.Text;
using System.Text.Json;
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

    /// <summary>What a run writes; the marks of a run last, so that one that is stopped while it clears them can be cleared again.</summary>
    private static readonly (string Folder, string Files)[] Written =
        [(Traces, "*.ndjson"), ("captures", "*.pcapng"), ("logs", "*.log"), ("", "junit.xml"), ("", "summary.md"), ("", KillMatrix), ("", Results), ("", Profile)];

    private readonly string _path;
    private readonly DateTimeOffset _started;

    /// <summary>Makes the folder, and clears out what an earlier run left in it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ForeignFolderException">It has files of such names that no run has left.</exception>
    public RunFolder(string path, DateTimeOffset started)
    {
        _path = path;
        _started = started;
        Directory.CreateDirectory(path);
        var left = Left(path).ToList();
        if (left.Count > 0 && !IsOfRun(path))
        {
            throw new ForeignFolderException($"has {Path.GetRelativePath(path, left[0])}, which a run would clear out, and neither {Results} nor {Profile} of an earlier run; name another folder");
        }

        left.ForEach(File.Delete);
        foreach (var (folder, _) in Written)
        {
            Directory.CreateDirectory(Path.Combine(path, folder));
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

    /// <summary>The files that a run has written and that are there now.</summary>
    private static IEnumerable<string> Left(string path) => Written
        .Where(it => Directory.Exists(Path.Combine(path, it.Folder)))
        .SelectMany(it => new[] { it.Files, it.Files + Unfinished }.SelectMany(files => Directory.EnumerateFiles(Path.Combine(path, it.Folder), files)));

    private static bool IsOfRun(string path)
    {
        if (File.Exists(Path.Combine(path, Profile)))
        {
            return true;
        }

        try
        {
            return File.Exists(Path.Combine(path, Results)) && RunResult.Parse(File.ReadAllText(Path.Combine(path, Results))) is { Contract: 1, Suite.CatalogueSha256: not null };
        }
        catch (JsonException)
        {
            return false;
        }
    }

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

/// <summary>A folder is somebody else's, and clearing it out would lose what is in it.</summary>
public sealed class ForeignFolderException(string message) : Exception(message);
