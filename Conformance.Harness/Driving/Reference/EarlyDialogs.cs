using System.Globalization;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The early dialogs of one INVITE, by To tag: each confirms the reliable provisional responses that come in it, in their
/// order and once (RFC 3262 section 4), and is the one that a 2xx with its tag completes (RFC 3261 section 12.1.2).
/// </summary>
internal sealed class EarlyDialogs(UserAgent agent, OutgoingRequest invite)
{
    private readonly Dictionary<string, Dialog> _dialogs = [];
    private readonly Dictionary<string, uint> _last = [];

    /// <summary>
    /// Whether a provisional response is to be looked at. A reliable one is confirmed with a PRACK; one that has come before
    /// or that another is missing before is dropped.
    /// </summary>
    public bool Takes(SipMessage response)
    {
        if (!response.IsReliable() || response.To?.Value?.Tag is not { } tag)
        {
            return true;
        }

        var number = response.RSeq()!.Value;
        if (_last.TryGetValue(tag, out var last) && number != (long)last + 1)
        {
            return false;
        }

        _last[tag] = number;
        if (!_dialogs.TryGetValue(tag, out var dialog))
        {
            dialog = _dialogs[tag] = new Dialog(invite, response);
        }

        Confirm(dialog, number);
        return true;
    }

    /// <summary>The dialog that a 2xx sets up: the early one with its tag, if there is one, as the 2xx describes it.</summary>
    public Dialog Complete(SipMessage success) =>
        new(invite, success, _dialogs.GetValueOrDefault(success.To?.Value?.Tag ?? ""));

    private void Confirm(Dialog dialog, uint number)
    {
        var rack = string.Create(CultureInfo.InvariantCulture, $"{number} {invite.Sequence} INVITE");
        var prack = dialog.Draft("PRACK") with { Headers = [("RAck", rack), ("User-Agent", UserAgent.Product)] };
        new OutgoingRequest(agent, prack, dialog.NextSequence, _ => { }, _ => { }).Start();
    }
}
