using Conformance.Harness.Reporting;

namespace Conformance.Tests.Harness.Reporting;

public sealed class RunFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("folder");

    [TestCase("results.json", false)]
    [TestCase("results.json.part", false)]
    [TestCase("junit.xml", false)]
    [TestCase("summary.md", false)]
    [TestCase("traces/old.ndjson", false)]
    [TestCase("captures/old.pcapng.part", false)]
    [TestCase("logs/old.log", false)]
    [TestCase("profile.json", true)]
    [TestCase("traces/notes.txt", true)]
    public void Opened_folder_is_rid_of_the_run_before_and_of_nothing_else(string file, bool stays)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, RunFolder.Profile), "{}");
        var path = Written(file, "old");

        _ = new RunFolder(_folder.FullName, DateTimeOffset.UnixEpoch);

        Assert.That(File.Exists(path), Is.EqualTo(stays));
    }

    [TestCase("traces/mine.ndjson", "mine")]
    [TestCase("logs/mine.log", "mine")]
    [TestCase("junit.xml", "<testsuites/>")]
    [TestCase("results.json", "{ \"passed\": 12 }")]
    [TestCase("results.json", "{ \"suite\": { \"name\": \"smoke\" } }")]
    [TestCase("results.json", "[]")]
    [TestCase("results.json", "no JSON")]
    public void Folder_that_is_no_runs_keeps_its_files(string file, string text)
    {
        var path = Written(file, text);

        Assert.That(
            () => new RunFolder(_folder.FullName, DateTimeOffset.UnixEpoch),
            Throws.TypeOf<ForeignFolderException>().With.Message.EqualTo($"has {file}, which a run would clear out, and neither results.json nor tested-profile.json of an earlier run; name another folder"));
        Assert.That(File.ReadAllText(path), Is.EqualTo(text));
        Assert.That(_folder.EnumerateFileSystemInfos().Count(), Is.EqualTo(1), "nothing is made in it");
    }

    [Test]
    public void Results_alone_show_that_a_folder_is_a_runs()
    {
        var results = new RunResult(1, SuiteInfo.Of([]), new ClientInfo("a", "1", ""), "embedded", "udp", null, 1, DateTimeOffset.UnixEpoch, 1, "pass", new Totals(0, 0, 0, 0, 0, 0), [], []);
        var path = Written("results.json", results.ToJson());

        _ = new RunFolder(_folder.FullName, DateTimeOffset.UnixEpoch);

        Assert.That(File.Exists(path), Is.False);
    }

    private string Written(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
