using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Tracing.Views;

/// <summary>The place of a reliable provisional response among those of its dialog (RFC 3262 section 4).</summary>
public enum ResponseOrder
{
    /// <summary>The first, or the one that follows the last.</summary>
    Next,

    /// <summary>One that has come before.</summary>
    Copy,

    /// <summary>One before which another is missing.</summary>
    Early,
}

/// <summary>A provisional response to an INVITE of the client that was sent reliably, before the final one.</summary>
public sealed record ReliableResponse(SipTransaction Invite, WireMessage Response, ResponseOrder Order)
{
    public Trace Trace => Invite.Trace;

    public uint Number => Response.Sip.RSeq()!.Value;

    public string RemoteTag => Response.Sip.To!.Value!.Tag!;
}

/// <summary>Reliable provisional responses, found in a trace.</summary>
public static class ReliableResponseViews
{
    private static readonly Remembered<Trace, IReadOnlyList<ReliableResponse>> Known = new(Find);

    /// <summary>Those to INVITEs that list 100rel: to any other the peer may send none.</summary>
    public static IReadOnlyList<ReliableResponse> ReliableResponses(this Trace trace) => Known.Of(trace);

    private static IReadOnlyList<ReliableResponse> Find(Trace trace) => [.. trace.ClientTransactions()
        .Where(it => it.Method == "INVITE" && it.Request.Sip.Supports100Rel())
        .SelectMany(Of)];

    private static IEnumerable<ReliableResponse> Of(SipTransaction invite)
    {
        var last = new Dictionary<string, uint>();
        foreach (var response in invite.Responses.TakeWhile(it => it.Sip.StatusCode < 200))
        {
            if (!response.Sip.IsReliable() || response.Sip.To?.Value?.Tag is not { } tag)
            {
                continue;
            }

            var number = response.Sip.RSeq()!.Value;
            var order = !last.TryGetValue(tag, out var before) || number == (long)before + 1 ? ResponseOrder.Next
                : number <= before ? ResponseOrder.Copy
                : ResponseOrder.Early;
            last[tag] = order == ResponseOrder.Next ? number : before;
            yield return new ReliableResponse(invite, response, order);
        }
    }
}
