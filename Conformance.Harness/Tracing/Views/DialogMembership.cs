using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Tracing.Views;

/// <summary>Which requests of the client belong to a dialog, and which ask for a new one.</summary>
public static class DialogMembership
{
    private static readonly Remembered<Trace, FirstWords> Known = new(Find);

    /// <summary>An INVITE that asks for a new dialog: one without a To tag, and one with a To tag that the client made up.</summary>
    public static bool IsInitialInvite(this Trace trace, WireMessage message) =>
        message.IsRequest("INVITE") && (message.Sip.To?.Value?.Tag is null || !trace.IsInDialog(message));

    /// <summary>Whether the peer had spoken under the request's Call-ID, or had named the tag in its To, before it was sent.</summary>
    public static bool IsInDialog(this Trace trace, WireMessage request)
    {
        var (byCallId, byTag) = Known.Of(trace);
        return IsBefore(byCallId, request.Sip.CallId) || IsBefore(byTag, request.Sip.To?.Value?.Tag);

        bool IsBefore(Dictionary<string, int> first, string? key) =>
            key is not null && first.TryGetValue(key, out var number) && number < request.Number;
    }

    private static FirstWords Find(Trace trace)
    {
        var first = new FirstWords([], []);
        foreach (var message in trace.Messages.Where(it => it.IsSip && !it.IsFromClient && (it.Sip.IsRequest || IsDialogForming(it.Sip))))
        {
            first.ByCallId.TryAdd(message.Sip.CallId ?? "", message.Number);
            if (message.Sip.To?.Value?.Tag is { } tag)
            {
                first.ByTag.TryAdd(tag, message.Number);
            }
        }

        return first;
    }

    /// <summary>A success without a tag comes from a server of RFC 2543 and forms a dialog all the same (RFC 3261 section 12.1.2).</summary>
    private static bool IsDialogForming(SipMessage response) => response.StatusCode is > 100 and < 300
        && (response.To?.Value?.Tag is not null || response.StatusCode >= 200)
        && response.CSeq?.Value?.Method is "INVITE" or "SUBSCRIBE" or "REFER";

    /// <summary>The first message of the peer under each Call-ID and with each To tag, by its number.</summary>
    private sealed record FirstWords(Dictionary<string, int> ByCallId, Dictionary<string, int> ByTag);
}
