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
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "old");

        _ = new RunFolder(_folder.FullName, DateTimeOffset.UnixEpoch);

        Assert.That(File.Exists(path), Is.EqualTo(stays));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
