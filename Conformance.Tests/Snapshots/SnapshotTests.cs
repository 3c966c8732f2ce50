using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Snapshots;
using Conformance.Tests.Suite;
using DiffEngine;

namespace Conformance.Tests.Snapshots;

/// <summary>
/// Each INVITE of the client under test and each SDP and resource-lists body in it, held against the snapshots of that
/// client. A snapshot decides no requirement; it shows what changed.
/// </summary>
public class SnapshotTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Received = new(() => TextsOf(ClientUnderTest.Runs));

    private static string Folder { get; } = Snapshot.FolderOf(Path.Combine(Solution.Root, "snapshots"), ClientUnderTest.Profile.Name);

    [Test]
    public void Every_invite_and_body_is_as_it_was_accepted()
    {
        var problems = Received.Value.Select(it => Compare(it.Key, it.Value)).OfType<string>().ToList();

        Assert.That(problems, Is.Empty, "accept what is right by renaming .received. to .verified.");
        Assert.That(Received.Value, Is.Not.Empty, "the client sent no INVITE");
    }

    [Test]
    public void No_snapshot_is_left_that_nothing_produces()
    {
        var accepted = Directory.CreateDirectory(Folder).EnumerateFiles("*.verified.txt").Select(it => it.Name[..^".verified.txt".Length]);

        Assert.That(accepted.Except(Received.Value.Keys), Is.Empty);
    }

    /// <summary>On loopback core and client have one address, in memory two: which of them a token stands for is left out.</summary>
    [Test]
    public void Memory_and_sockets_give_the_same_snapshots()
    {
        Assume.That(ClientUnderTest.Profile.Name, Is.EqualTo(ClientProfile.Reference.Name), "only the reference client runs in memory");
        var inMemory = TextsOf(MemorySuite.Run(Mutant.None, ScenarioCatalogue.All));

        Assert.That(inMemory.ToDictionary(it => it.Key, it => WithOneAddress(it.Value)), Is.EqualTo(Received.Value.ToDictionary(it => it.Key, it => WithOneAddress(it.Value))));
    }

    private static string WithOneAddress(string text) => text.Replace("{address-2}", "{address-1}", StringComparison.Ordinal);

    private static Dictionary<string, string> TextsOf(IReadOnlyList<ScenarioRun> runs) => runs
        .SelectMany(it => InviteSnapshots.Of(it.Trace))
        .ToDictionary(it => $"{nameof(SnapshotTests)}.{it.Name}", it => it.Text);

    private static string? Compare(string name, string text)
    {
        var snapshot = new Snapshot(Folder, name);
        var comparison = snapshot.Compare(text);
        if (comparison == SnapshotComparison.Equal)
        {
            return null;
        }

        if (comparison == SnapshotComparison.NotEqual && !BuildServerDetector.Detected)
        {
            DiffRunner.Launch(snapshot.ReceivedPath, snapshot.VerifiedPath);
        }

        return $"{comparison}: {name}\n{text}";
    }
}
