using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements.Draft;
using Conformance.Harness.Tracing;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 21.5: failures of the server.</summary>
public static class Section21ServerFailures
{
    /// <summary>Section 21.5.4. What the user asks for after it is not the client's own doing, and the watch ends there.</summary>
    public static readonly Requirement LetsTheServerRest = Should(
        id: "RFC3261-21.5.4-1",
        quote: "After a 503 with Retry-After no request goes to that server for the time that it gives.",
        when: trace => trace.Refusals(503).Where(it => it.Refusal.Sip.Number("Retry-After") > 0),
        then: it =>
        {
            var seconds = it.Refusal.Sip.Number("Retry-After")!.Value;
            var expected = string.Create(CultureInfo.InvariantCulture, $"no request to {it.Refusal.Core} for {seconds} s");
            var early = Unasked(it).FirstOrDefault(request => request.At - it.Refusal.At < TimeSpan.FromSeconds(seconds));
            return early is null
                ? Finding.Holds(expected, "none", it.Refusal.Field("Retry-After"))
                : Finding.Fails(
                    expected,
                    string.Create(CultureInfo.InvariantCulture, $"{early.Title()} after {(early.At - it.Refusal.At).TotalSeconds:0.0} s"),
                    "wait for the time in Retry-After, or try another server",
                    early.StartLine(),
                    it.Refusal.Field("Retry-After"));
        },
        mutants: [Derived.KeepsRingingABusyUser]);

    /// <summary>Requests to the server that refused, up to the next thing that the user asks for; what ends or confirms the attempt is no new one.</summary>
    private static IEnumerable<WireMessage> Unasked(RefusedInvite it)
    {
        var next = it.Trace.Actions.FirstOrDefault(action => action.Number > it.Refusal.Number && action.Request is not DescribeChat)?.Number ?? int.MaxValue;
        return it.Trace.ClientRequests().Where(request => request.Number > it.Refusal.Number
            && request.Number < next
            && request.Sip.Method is not ("ACK" or "CANCEL" or "PRACK")
            && request.Core.Equals(it.Refusal.Core)
            && request.TopVia()?.Branch != it.Invite.Request.TopVia()?.Branch);
    }
}
