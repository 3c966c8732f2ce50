using Conformance.Harness.Reporting;

namespace Conformance.Harness.Commands;

/// <summary>--out.</summary>
internal static class ReportFolder
{
    /// <exception cref="UsageException">It cannot be written, or is somebody else's.</exception>
    public static RunFolder Open(string path, DateTimeOffset started)
    {
        try
        {
            return new RunFolder(path, started);
        }
        catch (ForeignFolderException problem)
        {
            throw new UsageException($"--out {path}: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(File.Exists(path) ? $"--out {path}: is a file; name a folder" : $"--out {path}: cannot be written: {problem.Message}");
        }
    }
}
