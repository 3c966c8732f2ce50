using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Judging;

/// <summary>Why no chat came about in a whole run: most of what stays unproven then has this one cause.</summary>
public static class ChatReview
{
    /// <summary>At most one sentence; none where a chat came about, or the user never asked for one.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Trace> traces)
    {
        var attempts = traces.SelectMany(it => it.Attempts()).ToList();
        var finals = attempts.SelectMany(it => it.Invites).Select(it => it.FinalResponse).OfType<WireMessage>().ToList();
        if (attempts.Count == 0 || finals.Any(it => it.Sip.StatusCode < 300))
        {
            yield break;
        }

        var common = finals.GroupBy(it => it.Sip.StatusCode).MaxBy(it => it.Count());
        yield return common is null
            ? "no chat came about: no INVITE of the client was answered or none was sent, and what a chat shows is not proven"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"no chat came about: each of {finals.Count} answered INVITEs was refused, {common.Count()} of them with {common.Key} {common.First().Sip.ReasonPhrase}, and what a chat shows is not proven");
    }
}
