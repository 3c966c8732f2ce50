using Conformance.Harness.Snapshots;

namespace Conformance.Tests.Harness.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("snapshots");

    [Test]
    public void A_text_without_a_verified_file_is_new_and_received()
    {
        var snapshot = new Snapshot(_folder.FullName, "A.B_c=1");

        Assert.That(snapshot.Compare("x\r\ny\r\n"), Is.EqualTo(SnapshotComparison.New));
        Assert.That(File.ReadAllBytes(snapshot.ReceivedPath), Is.EqualTo("\uFEFFx\ny"u8.ToArray()));
    }

    [Test]
    public void Accepting_is_renaming()
    {
        var snapshot = new Snapshot(_folder.FullName, "A.B_c=1");
        snapshot.Compare("x\ny");
        File.Move(snapshot.ReceivedPath, snapshot.VerifiedPath);

        Assert.That(snapshot.Compare("x\r\ny\r\n"), Is.EqualTo(SnapshotComparison.Equal));
    }

    [Test]
    public void Another_text_is_not_equal_and_the_received_file_goes_once_it_is_equal_again()
    {
        var snapshot = new Snapshot(_folder.FullName, "A.B_c=1");
        File.WriteAllText(snapshot.VerifiedPath, "x");

        Assert.That(snapshot.Compare("z"), Is.EqualTo(SnapshotComparison.NotEqual));
        Assert.That(snapshot.ReceivedPath, Does.Exist);
        Assert.That(snapshot.Compare("x"), Is.EqualTo(SnapshotComparison.Equal));
        Assert.That(snapshot.ReceivedPath, Does.Not.Exist);
    }

    [TestCase("Acme IM 2", "acme-im-2")]
    [TestCase("../etc", "---etc", TestName = "A_client_name_cannot_leave_the_folder")]
    public void A_client_has_a_folder_of_its_own(string client, string folder) =>
        Assert.That(Snapshot.FolderOf("s", client), Is.EqualTo(Path.Combine("s", folder)));

    public void Dispose() => _folder.Delete(recursive: true);
}
