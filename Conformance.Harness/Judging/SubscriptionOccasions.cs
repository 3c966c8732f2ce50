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

    /// <summary>The client's SUBSCRIBE with an expiry of 0 in its dialog.</summary>
    public SipTransaction? Ending => Later.FirstOrDefault(it => it.Request.Sip.Number("Expires") == 0 && it.Request.Sip.To?.Value?.Tag == RemoteTag);

    /// <summary>Whether it only asks once how things stand (RFC 6665 section 4.4.3).</summary>
    public bool IsFetch => First.Request.Sip.Number("Expires") == 0;

    /// <summary>Whether its time had not run out: it was granted, in the end for longer.</summary>
    public bool LastsUntil(TraceEvent happened) => Later.Prepend(First)
        .Where(it => it.Success?.Number < happened.Number)
        .Select(it => it.Success!.At + TimeSpan.FromSeconds(Granted(it) ?? 0))
        .DefaultIfEmpty(TimeSpan.MinValue)
        .Max() >= happened.At;

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
        // A challenge is answered with another SUBSCRIBE of the same subscription, which counts in its place.
        var firsts = subscribes.Where(it => it.Request.Sip.To?.Value?.Tag is null && it.FinalResponse?.Sip.StatusCode is not (401 or 407)).ToList();
        return [.. firsts.Select(first => Of(first, firsts.Find(it => it.Request.Number > first.Request.Number && it.Request.Sip.CallId == first.Request.Sip.CallId)))];

        ConferenceSubscription Of(SipTransaction first, SipTransaction? next)
        {
            var (callId, tag) = (first.Request.Sip.CallId, first.Request.Sip.From?.Value?.Tag);
            bool IsWithin(WireMessage request) => request.Sip.CallId == callId && request.Number > first.Request.Number && !(request.Number > next?.Request.Number);
            return new ConferenceSubscription(
                trace,
                first,
                [.. subscribes.Where(it => IsWithin(it.Request) && it.Request.Sip.To?.Value?.Tag is not null)],
                [.. notifications.Where(it => IsWithin(it.Request) && it.Request.Sip.To?.Value?.Tag == tag)]);
        }
    }

    private static ReceivedNotify Notify(SipTransaction transaction)
    {
        var sip = transaction.Request.Sip;
        return new ReceivedNotify(transaction, sip.BodyPart(ConferenceInfo.MediaType) is { } part
            ? ConferenceInfo.Parse(sip.Octets.Slice(part.Content.Offset, part.Content.Length))
            : null);
    }
}
