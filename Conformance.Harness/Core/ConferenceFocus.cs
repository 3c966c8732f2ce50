using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>
/// The focus of each conference (RFC 4579 section 5): every user on the list is taken to be there, and an echo speaks for
/// them. A conference lasts as long as a client is in it.
/// </summary>
internal sealed class ConferenceFocus(CoreServices core, DialogTable dialogs)
{
    private const string UserPrefix = "conf-";
    private readonly Dictionary<string, Conference> _conferences = [];

    public int Count => _conferences.Count;

    /// <summary>Whether the URI is of the kind that conferences have here, there being such a conference or not.</summary>
    public static bool IsConference(WireUri address) =>
        address is SipUri { User: { } user } && user.StartsWith(UserPrefix, StringComparison.Ordinal);

    /// <summary>Begins a conference with the client that asked for it.</summary>
    public void Begin(ServerTransaction invite, IReadOnlyList<string> members)
    {
        var conference = new Conference(UserPrefix + core.Identifiers.Next(10), members);
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

    private void Admit(ServerTransaction invite, Conference conference)
    {
        conference.Clients++;
        dialogs.Answer(invite, $"<{core.OwnUri(conference.User, invite.From.Transport)}>;isfocus", () => Leave(conference, invite));
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

    private sealed record Conference(string User, IReadOnlyList<string> Members)
    {
        public int Clients { get; set; }
    }
}
