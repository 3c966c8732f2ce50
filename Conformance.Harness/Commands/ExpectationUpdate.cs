using System.Globalization;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Reporting;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Commands;

/// <summary>run --update-expectations: what fails today becomes known, for a month, and what passes in a whole run is taken out.</summary>
internal static class ExpectationUpdate
{
    /// <summary>How long a new entry is accepted, in days: time to file the issue that it has to name.</summary>
    private const int Days = 30;

    /// <summary>Never resolves (RFC 6761 section 6.4): an entry that still has it was looked at by nobody.</summary>
    private static readonly Uri NotFiled = new("https://not-filed.invalid/");

    /// <exception cref="UsageException">The client is one that has no profile of its own to write, or it cannot be written.</exception>
    public static void Check(ClientProfile profile)
    {
        if (ReferenceEquals(profile, ClientProfile.Reference))
        {
            throw new UsageException("--update-expectations: the reference client's profile is built in; name the client's with --client");
        }

        try
        {
            File.OpenHandle(profile.File, FileMode.Open, FileAccess.Write).Dispose();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--update-expectations: {profile.File} cannot be written: {problem.Message}");
        }
    }

    /// <summary>Writes the profile, unless somebody else has in the meantime, and gives what was changed, in one line. Entries that have expired stay: a person renews them; so do all where not every scenario was driven.</summary>
    public static string Write(ClientProfile profile, RunReport report, bool isWhole)
    {
        if (report.IsError || ClientProfile.Load(profile.File).Sha256 != profile.Sha256)
        {
            return $"{profile.File}: left as it is, since {(report.IsError ? "the suite itself has failed in this run" : "it was edited during this run")}; run again";
        }

        var knownIds = report.Catalogue.Select(it => it.Id).ToHashSet(StringComparer.Ordinal);
        var verdicts = report.Judgements.ToDictionary(it => it.Requirement.Id, it => it.Verdict);
        var kept = profile.Expectations.Where(it => !isWhole || (knownIds.Contains(it.Requirement) && (!it.IsOf(report.Transport) || verdicts.GetValueOrDefault(it.Requirement) != Judging.Verdict.Pass))).ToList();
        var expires = DateOnly.FromDateTime(report.Started.UtcDateTime).AddDays(Days);
        var added = report.Failures
            .Where(it => kept.All(known => known.Requirement != it.Requirement.Id || !known.IsOf(report.Transport)))
            .Select(it => new Expectation(
                it.Requirement.Id,
                Printable.Of(FindingText.Headline(it)),
                NotFiled,
                expires,
                kept.Any(known => known.Requirement == it.Requirement.Id) ? report.Transport : null))
            .ToList();
        File.WriteAllBytes(profile.File, ExpectationsFile.With(profile.Json.Span, [.. kept, .. added]));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{profile.File}: {added.Count} expectations added, {profile.Expectations.Count - kept.Count} taken out; say in each new one why it is accepted, and name its issue in the place of {NotFiled}");
    }
}
