using System.Net;

namespace Conformance.Harness.Core.Control;

/// <summary>
/// Finds whose a message is. The client under test may have anything wrong in it, so that what it says is held against all
/// that is known: the strongest sign first, the address that it came from last.
/// </summary>
internal static class Attribution
{
    /// <summary>The subscriber; the only one takes all. Null when nothing points to one of several, or there is none.</summary>
    public static SubscriberNetwork? Of(Signs signs, IPEndPoint source, IReadOnlyList<SubscriberNetwork> subscribers)
    {
        if (subscribers.Count <= 1)
        {
            return subscribers.Count == 1 ? subscribers[0] : null;
        }

        var message = signs.Message;
        var subscriber = (message.IsRequest ? message.From : message.To)?.Value?.Uri;
        // A simple client may have the same Call-ID for its first call as another.
        return Find(it => it.IsMarked(signs.Octets.Span))
            ?? Find(it => it.HasAddress(subscriber))
            ?? Find(it => it.HasCall(message.CallId))
            ?? Find(it => it.HasSession(signs.Sessions))
            ?? Find(it => it.HasSource(source));

        SubscriberNetwork? Find(Func<SubscriberIdentity, bool> isIt) => subscribers.FirstOrDefault(it => isIt(it.Identity));
    }
}
