using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Judging;

/// <summary>A NOTIFY of the conference and the client's final response to it; the document is null where there is none that can be read.</summary>
public sealed record ReceivedNotify(SipTransaction Transaction, ConferenceInfo? Document)
{
    public WireMessage Request => Transaction.Request;

    public WireMessage? Answer => Transaction.FinalResponse;

    public string? FromTag => Request.Sip.From?.Value?.Tag;

    /// <summary>Subscription-State when it is over; null for one that goes on.</summary>
    public TokenValue? Ending => Request.Sip.Token("Subscription-State")?.Value is { Token: "terminated" } state ? state : null;
}

/// <summary>A subscription of the client to the state of a conference: its SUBSCRIBEs and the NOTIFYs under its Call-ID and tag.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="First">The SUBSCRIBE that asked for it, outside a dialog.</param>
/// <param name="Later">Those within its dialog.</param>
/// <param name="Notifications">What came under its Call-ID to its tag.</param>
public sealed record ConferenceSubscription(Trace Trace, SipTransaction First, IReadOnlyList<SipTransaction> Later, IReadOnlyList<ReceivedNotify> Notifications)
{
    public string? CallId => First.Request.Sip.CallId;

    public string? LocalTag => First.Request.Sip.From?.Value?.Tag;

    /// <summary>The tag of the first notifier: that of the first NOTIFY or of the 2xx, whichever came before.</summary>
    public string? RemoteTag => First.Success is { } success && !Notifications.Any(it => it.Request.Number < success.Number)
        ? success.Sip.To?.Value?.Tag
        : Notifications.Count > 0 ? Notifications[0].FromTag : null;

    /// <summary>The notifications in its dialog.</summary>
    public IEnumerable<ReceivedNotify> Own => Notifications.Where(it => it.FromTag == RemoteTag);

    /// <summary>The client's SUBSCRIBE with an expiry of 0.</summary>
    public SipTransaction? Ending => Later.FirstOrDefault(it => it.Request.Sip.Number("Expires") == 0);

    /// <summary>What is granted by a 2xx, in seconds; by default what was asked for.</summary>
    public static long? Granted(SipTransaction subscribe) => subscribe.Success is { } success
        ? success.Sip.Number("Expires") ?? subscribe.Request.Sip.Number("Expires")
        : null;
}

/// <summary>Subscriptions of the client to conferences, as occasions.</summary>
public static class SubscriptionOccasions
{
    private static readonly Remembered<Trace, IReadOnlyList<ConferenceSubscription>> Known = new(Find);

    public static IReadOnlyList<ConferenceSubscription> ConferenceSubscriptions(this Trace trace) => Known.Of(trace);

    private static IReadOnlyList<ConferenceSubscription> Find(Trace trace)
    {
        var subscribes = trace.ClientTransactions()
            .Where(it => it.Method == "SUBSCRIBE" && "conference".Equals(it.Request.Sip.Token("Event")?.Value?.Token, StringComparison.OrdinalIgnoreCase))
            .ToList();
        var notifications = trace.Transactions().Where(it => !it.Request.IsFromClient && it.Method == "NOTIFY").Select(Notify).ToList();
        return
        [
            // A challenge is answered with another SUBSCRIBE of the same subscription: the last one counts.
            .. subscribes.Where(it => it.Request.Sip.To?.Value?.Tag is null)
                .GroupBy(it => (it.Request.Sip.CallId, it.Request.Sip.From?.Value?.Tag))
                .Select(it => it.Last())
                .Select(first => new ConferenceSubscription(
                    trace,
                    first,
                    [.. subscribes.Where(it => it.Request.Number > first.Request.Number && it.Request.Sip.CallId == first.Request.Sip.CallId && it.Request.Sip.To?.Value?.Tag is not null)],
                    [.. notifications.Where(it => it.Request.Sip.CallId == first.Request.Sip.CallId && it.Request.Sip.To?.Value?.Tag == first.Request.Sip.From?.Value?.Tag)])),
        ];
    }

    private static ReceivedNotify Notify(SipTransaction transaction)
    {
        var sip = transaction.Request.Sip;
        return new ReceivedNotify(transaction, sip.BodyPart(ConferenceInfo.MediaType) is { } part
            ? ConferenceInfo.Parse(sip.Octets.Slice(part.Content.Offset, part.Content.Length))
            : null);
    }
}
