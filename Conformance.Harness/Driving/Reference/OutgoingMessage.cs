using Conformance.Harness.Driving.Contract;

namespace Conformance.Harness.Driving.Reference;

/// <summary>What a message/cpim wrapper says of a message: who wrote it to whom, and when.</summary>
internal sealed record Envelope(string From, string To, DateTimeOffset Time);

/// <summary>What the user has written, in a type that the peer takes (RFC 4975 section 8.6).</summary>
internal static class OutgoingMessage
{
    /// <summary>The type and content to send: as it is, or wrapped where the peer prefers that or takes nothing else.</summary>
    /// <exception cref="VerbException">The peer does not take it.</exception>
    public static (string Type, byte[] Content) For(MsrpClient session, Envelope envelope, string contentType, byte[] body)
    {
        var remote = session.Remote;
        var wraps = remote.AcceptsWrapped(contentType) && (remote.PrefersCpim || !remote.Accepts(contentType));
        var (type, content) = wraps && RemoteSession.TypeOf(contentType) != Cpim.Type
            ? (Cpim.Type, Cpim.Wrap(envelope.From, envelope.To, envelope.Time, contentType, body))
            : (contentType, body);
        var problem = !remote.Receives ? "the peer does not receive"
            : session.IsRefused(type) ? $"the peer has refused {type} before"
            : !remote.Accepts(type) ? $"the peer does not take {contentType}"
            : content.Length > remote.MaxSize ? $"the peer takes no more than {remote.MaxSize} octets"
            : null;
        return problem is null ? (type, content) : throw new VerbException(VerbException.Failed, problem);
    }
}
