using System.Text;

namespace Conformance.Harness.Snapshots;

public enum SnapshotComparison
{
    Equal,
    New,
    NotEqual,
}

/// <summary>
/// A text held against NAME.verified.txt in Verify's conventions: UTF-8 with a byte order mark, LF, no final line end;
/// NAME.received.txt is written on a mismatch, and accepting is renaming it.
/// </summary>
public sealed class Snapshot(string folder, string name)
{
    private static readonly UTF8Encoding Utf8WithMark = new(encoderShouldEmitUTF8Identifier: true);

    public string VerifiedPath { get; } = Path.Combine(folder, name + ".verified.txt");

    public string ReceivedPath { get; } = Path.Combine(folder, name + ".received.txt");

    public SnapshotComparison Compare(string received)
    {
        var text = received.ReplaceLineEndings("\n").TrimEnd('\n');
        var isNew = !File.Exists(VerifiedPath);
        if (!isNew && File.ReadAllText(VerifiedPath).ReplaceLineEndings("\n").TrimEnd('\n') == text)
        {
            File.Delete(ReceivedPath);
            return SnapshotComparison.Equal;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(ReceivedPath, text, Utf8WithMark);
        return isNew ? SnapshotComparison.New : SnapshotComparison.NotEqual;
    }

    /// <summary>A client's own folder below the snapshots: its name in lower case, all but letters and digits made "-".</summary>
    public static string FolderOf(string snapshots, string client) =>
        Path.Combine(snapshots, string.Concat(client.ToLowerInvariant().Select(it => char.IsAsciiLetterOrDigit(it) ? it : '-')));
}
