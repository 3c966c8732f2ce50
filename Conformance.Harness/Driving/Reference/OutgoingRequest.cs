using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// One request on its way: takes the transport that its size asks for, falls back to UDP where TCP is refused, and
/// answers a challenge. The caller sees provisional responses and what is final after all that.
/// </summary>
internal sealed class OutgoingRequest(
    UserAgent agent,
    RequestDraft draft,
    Func<uint> nextSequence,
    Action<SipMessage> onResponse,
    Action<string> onFailure)
{
    /// <summary>RFC 3261 section 18.1.1: what is larger, and whose path MTU is unknown, does not go over UDP.</summary>
    private const int LargestDatagram = 1300;

    /// <summary>So that a server which finds each nonce stale cannot keep the client busy for ever.</summary>
    private const int MostAttempts = 5;

    private bool _isSwitched;
    private bool _isGivenUp;
    private int _attempts;

    /// <summary>The request as it was last sent.</summary>
    public SipMessage Message { get; private set; } = null!;

    /// <summary>Where it was last sent.</summary>
    public Hop Hop { get; private set; }

    public uint Sequence { get; private set; }

    /// <summary>Whether the server has given a provisional response to what was last sent.</summary>
    public bool HasProvisional { get; private set; }

    public RequestDraft Draft => draft;

    public void Start()
    {
        draft = agent.Settings.Ims ? ImsHeaders.Complete(draft, agent) : draft;
        Sequence = nextSequence();
        Transmit([], mayUseDatagram: false);
    }

    /// <summary>A challenge is not answered any more: the caller has lost interest.</summary>
    public void GiveUp() => _isGivenUp = true;

    private void Transmit(IReadOnlyList<(string Name, string Value)> credentials, bool mayUseDatagram)
    {
        var branch = agent.Identifiers.Branch();
        var hop = agent.NextHop(draft.NextHop);
        var message = draft.Compose(agent.Via(hop.Transport, branch), Sequence, credentials);
        _isSwitched = hop.Transport == Transport.Udp && message.Octets.Length > LargestDatagram && !mayUseDatagram;
        if (_isSwitched)
        {
            hop = hop with { Transport = Transport.Tcp };
            message = draft.Compose(agent.Via(hop.Transport, branch), Sequence, credentials);
        }

        (Message, Hop, HasProvisional) = (message, hop, false);
        _attempts++;
        agent.Transactions.Request(message, hop, response => OnResponse(message, response), text => OnFailure(message, branch, credentials, text));
    }

    private void OnResponse(SipMessage request, SipMessage response)
    {
        if (request != Message)
        {
            return;
        }

        if (response.StatusCode < 200)
        {
            HasProvisional = true;
        }
        else if (response.StatusCode is 401 or 407
            && !_isGivenUp
            && _attempts < MostAttempts
            && agent.Authenticator.Answer(request, response) is { } credentials)
        {
            Sequence = nextSequence();
            Transmit(credentials, mayUseDatagram: false);
            return;
        }

        onResponse(response);
    }

    private void OnFailure(SipMessage request, string branch, IReadOnlyList<(string Name, string Value)> credentials, string text)
    {
        if (request != Message)
        {
            return;
        }

        if (_isSwitched && agent.Transport.WasRefused(branch))
        {
            Transmit(credentials, mayUseDatagram: true);
        }
        else
        {
            onFailure(text);
        }
    }
}
