using System.Globalization;
using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core.Conferences;

/// <summary>One subscription of a client to the state of a conference, on the notifier's side (RFC 6665 section 4.2).</summary>
internal sealed class CoreSubscription
{
    private const string TimedOut = "terminated;reason=timeout";

    /// <summary>How long it outlives its time: a renewal that was sent within it may be on its way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly CoreServices _core;
    private readonly ConferencePolicy _policy;
    private readonly IReadOnlyList<string> _members;
    private readonly string _contact;
    private readonly string _localTag;
    private readonly OwnRequests _requests;
    private readonly OwnRequests _forked;
    private readonly Queue<Notification> _plan;
    private readonly ConferenceRoster _truth = new();
    private readonly string _event;
    private string _target;
    private Hop _route;
    private int _version;
    private int _changes;
    private int _refreshes;
    private long _granted;
    private long _since;
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
        _truth.Apply(new ConferenceInfo(Entity, InfoState.Full, 0, [.. members.Select(it => ConferenceUser.With(it, "connected"))]));
        _target = "";
        Note(subscribe);
        _requests = new OwnRequests(core, subscribe.Request, _localTag, contact, () => (_target, _route));
        _forked = new OwnRequests(core, subscribe.Request, core.Identifiers.Next(8), contact, () => (_target, _route));
        Id = DialogId.Of(subscribe.Request) with { LocalTag = _localTag };
    }

    public DialogId Id { get; }

    /// <summary>Called when it is over.</summary>
    public Action Ended { get; set; } = () => { };

    private string Entity => _contact.Split('<', '>')[1];

    public void Begin(ServerTransaction subscribe)
    {
        if (_policy.NotifiesFirst)
        {
            NotifyState();
            _core.Loop.After(TimeSpan.FromMilliseconds(200), () => Grant(subscribe));
        }
        else
        {
            Grant(subscribe);
            NotifyState();
        }
    }

    /// <summary>A SUBSCRIBE within it: a renewal, or its end (RFC 6665 section 4.2.1).</summary>
    public void Take(ServerTransaction subscribe)
    {
        var isEnd = subscribe.Request.Number("Expires") == 0;
        var status = isEnd ? 200 : _policy.Refreshes(++_refreshes);
        if (status != 200)
        {
            Stop();
            _core.Reply(subscribe, status);
            Ended();
            return;
        }

        if (isEnd)
        {
            Stop();
        }

        Note(subscribe);
        Grant(subscribe);
        NotifyState();
    }

    private void Stop()
    {
        _plan.Clear();
        _pause?.Dispose();
        _expiry?.Dispose();
    }

    private void Grant(ServerTransaction subscribe)
    {
        subscribe.Respond(SipReply.To(subscribe.Request, subscribe.From, 200, ReasonPhrases.Of(200), _localTag)
            .Header("Contact", _contact)
            .Header("Expires", $"{_granted}")
            .Write());
        _expiry?.Dispose();
        _expiry = _granted == 0 ? null : _core.Loop.After(TimeSpan.FromSeconds(_granted) + Grace, () =>
        {
            Stop();
            if (_policy.IsSilent)
            {
                Ended();
            }
            else
            {
                Notify(Whole() with { Ends = TimedOut });
            }
        });
    }

    /// <summary>All there is, which is also the last word where no time is granted: at its end, or for one that only asks once.</summary>
    private void NotifyState()
    {
        if (!_policy.IsSilent)
        {
            Notify(Whole() with { Ends = _granted == 0 ? TimedOut : null });
        }
        else if (_granted == 0)
        {
            Ended();
        }
    }

    private Notification Whole() => new() { State = InfoState.Full, Users = _ => _truth.Users };

    private void Notify(Notification notification)
    {
        var document = Document(notification);
        if (notification.IsLost)
        {
            Continue();
            return;
        }

        var request = new PeerRequest("NOTIFY")
        {
            IsForNobody = notification.IsForNobody,
            Headers = [("Event", _event), ("Subscription-State", notification.Ends ?? $"active;expires={Remaining.ToString(CultureInfo.InvariantCulture)}")],
        };
        (notification.IsForked ? _forked : _requests).Send(request, (ConferenceInfo.MediaType, document.Write()), response =>
        {
            var isUnknown = response?.StatusCode is null or 481 && notification is { IsForNobody: false, IsForked: false };
            if (notification.Ends is not null || isUnknown)
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

    /// <summary>Only what is next in order and for the client changes what a full document tells from now on.</summary>
    private ConferenceInfo Document(Notification notification)
    {
        var isTrue = notification is { Step: 1, IsForNobody: false, IsForked: false };
        _version += isTrue ? 1 : 0;
        var document = new ConferenceInfo(
            Entity,
            notification.State,
            isTrue ? _version : _version + Math.Min(notification.Step, 0),
            notification.State == InfoState.Deleted ? null : notification.Users(_members));
        document = notification.UsersState is { } state ? document with { UsersState = state } : document;
        if (isTrue)
        {
            _truth.Apply(document with { Version = ++_changes });
        }

        return document;
    }

    private long Remaining => Math.Max(1, _granted - (long)_core.Loop.Time.GetElapsedTime(_since).TotalSeconds);

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
        var most = _policy.MostSeconds + (int)Math.Ceiling((_policy.MostT1 * _core.Timers.T1).TotalSeconds);
        _granted = Math.Min(subscribe.Request.Number("Expires") ?? most, most);
        _since = _core.Loop.Time.GetTimestamp();
    }
}
