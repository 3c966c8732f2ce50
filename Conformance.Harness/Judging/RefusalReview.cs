using System.Globalization;
using System.Text.Json;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Judging;

/// <summary>What the client refused to do for its user: it is free to, but then shows nothing of what the user's wish was to bring about.</summary>
public static class RefusalReview
{
    /// <summary>A sentence for each verb that the client mostly refused: at times it may have good reason, and is right to say so.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<Trace> traces) =>
        from asked in traces.SelectMany(trace => trace.Actions.Select(action => (Trace: trace, Action: action))).GroupBy(it => Verb(it.Action.Request))
        let refused = asked.Select(it => (it.Trace, Report: it.Trace.Reports.OfType<Refused>().FirstOrDefault(refusal => refusal.Action == it.Action.Number))).Where(it => it.Report is not null).ToList()
        where 2 * refused.Count > asked.Count()
        orderby asked.Key
        select string.Create(
            CultureInfo.InvariantCulture,
            $"the client refused {refused.Count} of {asked.Count()} {asked.Key} requests, first in scenario {refused[0].Trace.Scenario}: {refused[0].Report!.Text}");

    /// <summary>The name of the verb in the adapter contract.</summary>
    private static string Verb(UserRequest request) => JsonNamingPolicy.CamelCase.ConvertName(request.GetType().Name);
}
