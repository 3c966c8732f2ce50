using System.Globalization;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Reference;

/// <summary>
/// The target set of RFC 3261 section 8.1.3.4: grows with each 3xx, holds each URI once, and is tried in the order of q
/// until one answers or none is left.
/// </summary>
/// <param name="original">The Request-URI that was tried first.</param>
internal sealed class Redirections(string original)
{
    private readonly List<WireUri> _known = [.. WireUri.Parse(original).Value is { } uri ? [uri] : Array.Empty<WireUri>()];
    private List<(string Uri, double Preference)> _left = [];

    /// <summary>The next URI after a refusal; null when none is left, or nobody else is to be tried (6xx, section 16.7 item 5).</summary>
    public string? Next(SipMessage refusal)
    {
        if (refusal.StatusCode >= 600)
        {
            return null;
        }

        if (refusal.StatusCode < 400)
        {
            Add(refusal);
        }

        if (_left.Count == 0)
        {
            return null;
        }

        var next = _left[0].Uri;
        _left.RemoveAt(0);
        return next;
    }

    private void Add(SipMessage redirection)
    {
        foreach (var contact in redirection.Contacts.Select(it => it.Value).OfType<NameAddr>())
        {
            if (contact.Uri is SipUri sip
                && Invitee.Parse(sip.Text) is { NeedsTls: false } target
                && WireUri.Parse(target.RequestUri).Value is { } uri
                && !_known.Exists(it => it.IsEquivalentTo(uri)))
            {
                _known.Add(uri);
                _left.Add((target.RequestUri, PreferenceOf(contact)));
            }
        }

        _left = [.. _left.OrderByDescending(it => it.Preference)];
    }

    /// <summary>q; 1 where none is given, as the choice is free then.</summary>
    private static double PreferenceOf(NameAddr contact) =>
        double.TryParse(contact.Parameters.Named("q")?.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : 1;
}
