namespace Conformance.Harness.Tracing.Views;

/// <summary>An MSRP path that the peer gave in a dialog, and the event with which it held.</summary>
public sealed record GivenPath(TracedSdp Sdp, string Path, WireMessage Since);

/// <summary>The paths of the peer over the life of a session (RFC 4975 section 8.4).</summary>
public static class GivenPaths
{
    /// <summary>That of the answer to the INVITE, and then each that a later exchange of offer and answer brought.</summary>
    public static IReadOnlyList<GivenPath> PeerPaths(this MsrpSession session)
    {
        var paths = new List<GivenPath> { new(session.Answer, session.RemotePath, session.Answer.Message) };
        foreach (var (sdp, since) in session.LaterDescriptions())
        {
            if (sdp.MessageMedia is { Port: not 0 } stream && stream.Attribute("path")?.Value is { } path && path != paths[^1].Path)
            {
                paths.Add(new GivenPath(sdp, path, since));
            }
        }

        return paths;
    }

    /// <summary>
    /// The peer's descriptions in exchanges after the first: its offer holds with the client's 2xx, its answer as it comes.
    /// </summary>
    public static IEnumerable<(TracedSdp Sdp, WireMessage Since)> LaterDescriptions(this MsrpSession session)
    {
        var dialog = session.Attempt.Dialog!;
        var offers = dialog.Trace.Transactions()
            .Where(it => !it.Request.IsFromClient && IsIn(dialog, it.Request) && it.Success is not null)
            .Select(it => (Sdp: it.Request.Sdp(), Since: it.Success!));
        var answers = dialog.Trace.Transactions()
            .Where(it => it.Request.IsFromClient && it.Request.Number > dialog.Response.Number && it.Request.Sip.CallId == dialog.CallId && it.Success is not null)
            .Select(it => (Sdp: it.Success!.Sdp(), Since: it.Success!))
            .Concat(dialog.ToClient.Where(it => it.IsRequest("ACK")).Select(it => (Sdp: it.Sdp(), Since: it)));
        return offers.Concat(answers)
            .Where(it => it.Sdp is not null)
            .Select(it => (it.Sdp!, it.Since))
            .OrderBy(it => it.Since.Number);
    }

    private static bool IsIn(SipDialog dialog, WireMessage request) => request.Sip.CallId == dialog.CallId
        && request.Sip.To?.Value?.Tag == dialog.LocalTag
        && request.Sip.From?.Value?.Tag == dialog.RemoteTag;
}
