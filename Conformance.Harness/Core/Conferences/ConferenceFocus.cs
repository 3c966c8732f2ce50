using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Conferences;

/// <summary>
/// The focus of each conference (RFC 4579 section 5): every user on the list is taken to be there, and an echo speaks for
/// them. A conference lasts as long as a client is in it.
/// </summary>
internal sealed class ConferenceFocus(CoreServices core, DialogTable dialogs)
{
    private const string UserPrefix = "conf-";
    private readonly Dictionary<string, Conference> _conferences = [];
    private readonly Dictionary<DialogId, CoreSubscription> _subscriptions = [];

    public int Count => _conferences.Count + _subscriptions.Count;

    /// <summary>Whether the URI is of the kind that conferences have here, there being such a conference or not.</summary>
    public static bool IsConference(WireUri address) =>
        address is SipUri { User: { } user } && user.StartsWith(UserPrefix, StringComparison.Ordinal);

    /// <summary>Begins a conference with the client that asked for it.</summary>
    public void Begin(ServerTransaction invite, IReadOnlyList<string> members)
    {
        var policy = core.Options.Behaviour.For(CalledUsers.Of(invite.Request)).Conference;
        var own = invite.Request.From?.Value?.Uri.Text;
        var conference = new Conference(UserPrefix + core.Identifiers.Next(10), own is null ? members : [own, .. members], policy);
        _conferences.Add(conference.User, conference);
        Admit(invite, conference);
    }

    /// <summary>Takes an INVITE to a conference that is there already.</summary>
    public void Join(ServerTransaction invite)
    {
        if (invite.Request.RequestUri.Value is SipUri { User: { } user } && _conferences.TryGetValue(user, out var conference))
        {
            Admit(invite, conference);
        }
        else
        {
            core.Reply(invite, 404);
        }
    }

    /// <summary>Whether a SUBSCRIBE belongs to a subscription that there is.</summary>
    public bool Has(SipMessage subscribe) => _subscriptions.ContainsKey(DialogId.Of(subscribe));

    /// <summary>Takes a SUBSCRIBE: a new one to a conference that is there, or one within its subscription.</summary>
    public void Subscribe(ServerTransaction subscribe)
    {
        var request = subscribe.Request;
        if (_subscriptions.TryGetValue(DialogId.Of(request), out var known))
        {
            known.Take(subscribe);
        }
        else if (request.To?.Value?.Tag is not null)
        {
            core.Reply(subscribe, 481);
        }
        else if (request.Token("Event")?.Value?.Token != "conference")
        {
            core.Reply(subscribe, 489, ("Allow-Events", "conference"));
        }
        else if (request.RequestUri.Value is SipUri { User: { } user } && _conferences.TryGetValue(user, out var conference))
        {
            Begin(subscribe, conference);
        }
        else
        {
            core.Reply(subscribe, 404);
        }
    }

    private void Begin(ServerTransaction subscribe, Conference conference)
    {
        var policy = conference.Subscriptions++ == 0 ? conference.Policy : conference.Policy with { Then = [], Refreshes = _ => 200 };
        var subscription = new CoreSubscription(core, subscribe, Contact(conference, subscribe.From), conference.Members, policy);
        subscription.Ended = () => _subscriptions.Remove(subscription.Id);
        _subscriptions.Add(subscription.Id, subscription);
        subscription.Begin(subscribe);
    }

    private string Contact(Conference conference, Hop client) => $"<{core.OwnUri(conference.User, client.Transport)}>;isfocus";

    private void Admit(ServerTransaction invite, Conference conference)
    {
        conference.Clients++;
        dialogs.Answer(invite, Contact(conference, invite.From), () => Leave(conference, invite));
    }

    /// <summary>A client that was redirected to the conference is not in it yet, and is still to find it.</summary>
    private void Leave(Conference conference, ServerTransaction invite)
    {
        conference.Clients--;
        if (conference.Clients == 0 && invite.Response?.StatusCode is not (>= 300 and < 400))
        {
            _conferences.Remove(conference.User);
        }
    }

    private sealed record Conference(string User, IReadOnlyList<string> Members, ConferencePolicy Policy)
    {
        public int Clients { get; set; }

        /// <summary>Those made so far.</summary>
        public int Subscriptions { get; set; }
    }
}
