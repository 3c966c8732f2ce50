using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core.Conferences;

/// <summary>One subscription of a client to the state of a conference, on the notifier's side (RFC 6665 section 4.2).</summary>
internal sealed class CoreSubscription
{
    private readonly CoreServices _core;
    private readonly ConferencePolicy _policy;
    private readonly IReadOnlyList<string> _members;
    private readonly string _contact;
    private readonly string _localTag;
    private readonly OwnRequests _requests;
    private readonly OwnRequests _forked;
    private readonly Queue<Notification> _plan;
    private readonly string _event;
    private string _target;
    private Hop _route;
    private int _version;
    private int _refreshes;
    private IDisposable? _pause;
    private IDisposable? _expiry;

    /// <param name="core">The core.</param>
    /// <param name="subscribe">The SUBSCRIBE that begins it.</param>
    /// <param name="contact">The Contact value of the conference.</param>
    /// <param name="members">The users of the conference, the client's own first.</param>
    /// <param name="policy">How it is served.</param>
    public CoreSubscription(CoreServices core, ServerTransaction subscribe, string contact, IReadOnlyList<string> members, ConferencePolicy policy)
    {
        _core = core;
        _policy = policy;
        _members = members;
        _contact = contact;
        _localTag = core.Identifiers.Next(8);
        _event = subscribe.Request.Header("Event")?.Value ?? "conference";
        _plan = new Queue<Notification>(policy.Then);
        _target = "";
        Note(subscribe);
        _requests = new OwnRequests(core, subscribe.Request, _localTag, contact, () => (_target, _route));
        _forked = new OwnRequests(core, subscribe.Request, core.Identifiers.Next(8), contact, () => (_target, _route));
        Id = DialogId.Of(subscribe.Request) with { LocalTag = _localTag };
    }

    public DialogId Id { get; }

    /// <summary>Called once, when it is over.</summary>
    public Action Ended { get; set; } = () => { };

    public void Begin(ServerTransaction subscribe)
    {
        if (_policy.NotifiesFirst)
        {
            NotifyFull();
            _core.Loop.After(TimeSpan.FromMilliseconds(200), () => Grant(subscribe));
        }
        else
        {
            Grant(subscribe);
            NotifyFull();
        }
    }

    /// <summary>A SUBSCRIBE within it: a renewal, or its end (RFC 6665 section 4.2.1).</summary>
    public void Take(ServerTransaction subscribe)
    {
        if (subscribe.Request.Number("Expires") == 0)
        {
            Stop();
            Grant(subscribe);
            Notify(Full() with { Ends = "terminated;reason=timeout" });
            Ended();
            return;
        }

        var status = _policy.Refreshes(++_refreshes);
        if (status != 200)
        {
            Stop();
            _core.Reply(subscribe, status);
            Ended();
            return;
        }

        Note(subscribe);
        Grant(subscribe);
        NotifyFull();
    }

    public void Stop()
    {
        _plan.Clear();
        _pause?.Dispose();
        _expiry?.Dispose();
    }

    private void Grant(ServerTransaction subscribe)
    {
        var seconds = Math.Min(subscribe.Request.Number("Expires") ?? _policy.MostSeconds, _policy.MostSeconds);
        subscribe.Respond(SipReply.To(subscribe.Request, subscribe.From, 200, ReasonPhrases.Of(200), _localTag)
            .Header("Contact", _contact)
            .Header("Expires", $"{seconds}")
            .Write());
        _expiry?.Dispose();
        _expiry = seconds == 0 ? null : _core.Loop.After(TimeSpan.FromSeconds(seconds), () =>
        {
            Stop();
            Notify(Full() with { Ends = "terminated;reason=timeout" });
            Ended();
        });
    }

    private void NotifyFull()
    {
        if (!_policy.IsSilent)
        {
            Notify(Full());
        }
    }

    private static Notification Full() => new() { State = InfoState.Full, Users = members => [.. members.Select(it => ConferenceUser.With(it, "connected"))] };

    /// <summary>What comes next goes out once the client has answered, or will not.</summary>
    private void Notify(Notification notification)
    {
        _version += notification.IsForNobody || notification.IsForked ? 0 : Math.Max(notification.Step, 0);
        var version = notification.Step < 0 ? _version + notification.Step : _version;
        var document = new ConferenceInfo(
            WireUri.Parse(_contact[(_contact.IndexOf('<', StringComparison.Ordinal) + 1).._contact.IndexOf('>', StringComparison.Ordinal)]).Value?.Text ?? "",
            notification.State,
            version,
            notification.State == InfoState.Deleted ? null : notification.Users(_members));
        var request = new PeerRequest("NOTIFY")
        {
            IsForNobody = notification.IsForNobody,
            Headers = [("Event", _event), ("Subscription-State", notification.Ends ?? "active")],
        };
        (notification.IsForked ? _forked : _requests).Send(request, (ConferenceInfo.MediaType, document.Write()), _ =>
        {
            if (notification.Ends is not null)
            {
                Stop();
                Ended();
            }
            else
            {
                Continue();
            }

            return null;
        });
    }

    private void Continue()
    {
        if (_plan.TryDequeue(out var next))
        {
            _pause = _core.Loop.After(next.After, () => Notify(next));
        }
    }

    private void Note(ServerTransaction subscribe)
    {
        _route = RequestPath.Of(subscribe.Request, subscribe.From);
        _target = subscribe.Request.Contacts.Count > 0 && subscribe.Request.Contacts[0].Value is { } contact ? contact.Uri.Text : _target;
    }
}
