using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Requirements;

/// <summary>A group chat whose client subscribes to the conference, made by hand: each step adds a message and leaves the rest to the test.</summary>
internal sealed class SubscriptionTrace
{
    public const string Conference = "sip:conference-1@im.example;gr=x";
    public const string Bob = "sip:bob@im.example";
    public const string Carol = "sip:carol@im.example";

    private readonly HandMadeTrace _trace = new();
    private int _number = 1;

    private SubscriptionTrace()
    {
        var invite = HandMadeMessages.Invite(Bob, Carol);
        var ok = HandMadeMessages.Ok(invite);
        _trace.Asks(Bob, Carol).ClientSends(invite).CoreSends(ok).ClientSends(HandMadeMessages.InDialog("ACK", ok));
    }

    /// <summary>A chat that is up.</summary>
    public static SubscriptionTrace Chat() => new();

    /// <summary>A chat in which the user has asked and the client has subscribed; the 200 grants this many seconds.</summary>
    public static SubscriptionTrace Subscribed(int granted = 3600) => Chat().Asks().Subscribes().Grants(granted);

    /// <summary>The user asks who is there.</summary>
    public SubscriptionTrace Asks() => With(_trace.Does(new SubscribeConference("chat-1")));

    public SubscriptionTrace Leaves() => With(_trace.Does(new EndChat("chat-1")));

    public SubscriptionTrace Passes(double seconds) => With(_trace.Passes(TimeSpan.FromSeconds(seconds)));

    /// <summary>A SUBSCRIBE: outside a dialog, or with that tag of the conference.</summary>
    public SubscriptionTrace Subscribes(string name = "1", int? expires = 3600, string? toTag = null, Func<SipMessage, SipMessage>? form = null)
    {
        var subscribe = HandMadeMessages.Subscribe(Conference)
            .With("Call-ID", $"subscription-{name}")
            .With("From", $"<{HandMadeTrace.Own}>;tag=tag-{name}")
            .With("To", $"<{Conference}>{(toTag is null ? "" : $";tag={toTag}")}")
            .With("Via", $"SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-subscribe-{++_number}")
            .With("CSeq", $"{_number} SUBSCRIBE");
        subscribe = expires is null ? subscribe.Without("Expires") : subscribe.With("Expires", $"{expires}");
        Last = form is null ? subscribe : form(subscribe);
        return With(_trace.ClientSends(Last));
    }

    /// <summary>A SUBSCRIBE in the dialog.</summary>
    public SubscriptionTrace Renews(int expires = 3600, string tag = "far") => Subscribes(expires: expires, toTag: tag);

    /// <summary>The 200 to the last SUBSCRIBE, or another response.</summary>
    public SubscriptionTrace Grants(int seconds = 3600, int status = 200)
    {
        var response = HandMadeMessages.Refusal(Last, status).With("To", $"<{Conference}>;tag=far");
        return With(_trace.CoreSends(status == 200 ? response.WithAdded("Expires", $"{seconds}") : response));
    }

    /// <summary>A NOTIFY, and the client's answer; null for none.</summary>
    public SubscriptionTrace Notifies(ConferenceInfo? document = null, string state = "active", int? answer = 200, string name = "1", string fromTag = "far", string? toTag = null)
    {
        var writer = SipWriter.Request("NOTIFY", "sip:alice@192.0.2.2:5060")
            .Header("Via", $"SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-notify-{++_number}")
            .Header("Max-Forwards", "70")
            .Header("From", $"<{Conference}>;tag={fromTag}")
            .Header("To", $"<{HandMadeTrace.Own}>;tag={toTag ?? $"tag-{name}"}")
            .Header("Call-ID", $"subscription-{name}")
            .Header("CSeq", $"{_number} NOTIFY")
            .Header("Contact", $"<{Conference}>")
            .Header("Event", "conference")
            .Header("Subscription-State", state);
        var notify = (document is null ? writer : writer.Body(ConferenceInfo.MediaType, document.Write())).Write();
        _trace.CoreSends(notify);
        return answer is { } status ? With(_trace.ClientSends(HandMadeMessages.Refusal(notify, status).With("To", notify.Header("To")!.Value))) : this;
    }

    /// <summary>A NOTIFY with that document: these users are connected, unless they are given otherwise.</summary>
    public SubscriptionTrace Tells(InfoState state, int version, params IReadOnlyList<string> users) =>
        Notifies(new ConferenceInfo(Conference, state, version, [.. users.Select(it => ConferenceUser.With(it, "connected"))]));

    /// <summary>The client is asked to describe the chat, and names these members; null where it cannot tell.</summary>
    public SubscriptionTrace Shows(params IReadOnlyList<string>? members) => With(_trace
        .Does(new DescribeChat("chat-1"))
        .Says(action => new ChatDescribed(action, "chat-1", "up", Conference, null, members)));

    public Trace Seal() => _trace.Does(new Deregister()).Seal();

    private SipMessage Last { get; set; } = null!;

    private SubscriptionTrace With(HandMadeTrace _) => this;
}
