using System.Globalization;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>
/// The provisional responses of one leg that are sent reliably: each again at T1 and then at intervals that double without a
/// limit, until its PRACK comes or 64 T1 have passed (RFC 3262 section 3).
/// </summary>
internal sealed class ReliableResponses(CoreServices core, ServerTransaction invite, Action givenUp)
{
    private readonly List<SipMessage> _unconfirmed = [];
    private readonly Dictionary<SipMessage, IDisposable> _timers = [];

    private uint? _last;

    public bool IsConfirmed => _unconfirmed.Count == 0;

    /// <summary>
    /// Whether a reply goes out reliably: an INVITE that does not list 100rel forbids it, and one that requires it leaves no
    /// other way.
    /// </summary>
    public bool Takes(Reply reply) => reply is { StatusCode: > 100 and < 200, IsCopy: false, IsLate: false }
        && (invite.Request.Requires100Rel() || (reply.IsReliable && invite.Request.Supports100Rel()));

    /// <summary>
    /// Whether a reply has to wait for a PRACK: a reliable one does, unless it is to show a gap, and so does a 2xx behind a
    /// session description.
    /// </summary>
    public bool Holds(Reply reply) =>
        (Takes(reply) && reply.SequenceStep == 1 && !IsConfirmed)
        || (reply is { StatusCode: >= 200 and < 300, IsCopy: false, IsLate: false } && _unconfirmed.Exists(ChatSession.IsOffer));

    /// <summary>Writes the fields of a reliable response; on a 100, which is none, they mean nothing (section 4).</summary>
    public void Mark(SipWriter response, Reply reply)
    {
        // The first number is from 1 to 2**31 - 1.
        _last = (_last ?? (uint)core.Identifiers.Number(int.MaxValue - 1)) + (uint)reply.SequenceStep;
        response.Header("Require", Reliability.Tag).Header("RSeq", string.Create(CultureInfo.InvariantCulture, $"{_last}"));
    }

    public void Send(SipMessage response)
    {
        _unconfirmed.Add(response);
        invite.Respond(response);
        Wait(response, core.Timers.T1, 64 * core.Timers.T1);
    }

    /// <summary>
    /// Answers a PRACK; the response that it confirms is repeated no more. One that confirms none is refused, and one with an
    /// offer has its answer in the 200 (section 5).
    /// </summary>
    /// <returns>Whether it has confirmed one.</returns>
    public bool Confirm(ServerTransaction prack, ChatSession session, string? localTag)
    {
        if (!Removes(prack.Request))
        {
            core.Reply(prack, 481);
            return false;
        }

        if (!ChatSession.IsOffer(prack.Request))
        {
            core.Reply(prack, 200);
        }
        else if (session.Answer(prack.Request) is { } answer)
        {
            prack.Respond(SipReply.To(prack.Request, prack.From, 200, ReasonPhrases.Of(200), localTag).Body("application/sdp", answer).Write());
        }
        else
        {
            core.Reply(prack, 488);
        }

        return true;
    }

    /// <summary>The final response is out: nothing is repeated any more, but a PRACK that is on its way still has its match.</summary>
    public void Stop()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    private bool Removes(SipMessage prack)
    {
        var sequence = invite.Request.CSeq?.Value;
        var confirmed = prack.RAck?.Value is { } rack && rack.SequenceNumber == sequence?.Number && rack.Method == sequence.Method
            ? _unconfirmed.Find(it => it.RSeq() == rack.ResponseNumber)
            : null;
        if (confirmed is null)
        {
            return false;
        }

        _unconfirmed.Remove(confirmed);
        _timers.Remove(confirmed, out var timer);
        timer?.Dispose();
        return true;
    }

    private void Wait(SipMessage response, TimeSpan interval, TimeSpan left)
    {
        var wait = interval < left ? interval : left;
        _timers[response] = core.Loop.After(wait, () =>
        {
            if (wait == left)
            {
                Stop();
                givenUp();
                return;
            }

            invite.Respond(response);
            Wait(response, 2 * interval, left - wait);
        });
    }
}
