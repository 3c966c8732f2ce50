using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 8.4: session descriptions after the first exchange.</summary>
public static class Section84UpdatedPaths
{
    /// <summary>What was under way when the exchange ended may still have the former path; who refuses the other one is not bound.</summary>
    public static readonly Requirement FollowsThePath = Shall(
        id: "RFC4975-8.4-1",
        quote: "After another exchange of offer and answer in which the peer has given another path, what is sent has that path.",
        when: trace => trace.Sessions().SelectMany(session => Moved(session)),
        then: it =>
        {
            var (path, send) = it;
            return Finding.That(
                Section7Messages.AreSame([.. send.Msrp.ToPath.Select(uri => uri.Value)], Section7Messages.UrisOf(path.Path)),
                $"the path that the peer gave last, {path.Path}, as To-Path",
                send.Msrp.Header("To-Path") is { } to ? to.Value : "no To-Path",
                $"write To-Path: {path.Path}",
                send.MsrpField("To-Path"),
                path.Sdp.At(path.Sdp.MessageMedia!.Attribute("path")!));
        },
        mutants: [new Mutant("goes-on-with-the-former-path", KeepsPath)],
        conditional: true);

    /// <summary>The SENDs that came well after the path had changed, with the path that then held.</summary>
    private static IEnumerable<(GivenPath Path, WireMessage Send)> Moved(MsrpSession session)
    {
        var paths = session.PeerPaths();
        return session.Sends
            .Where(send => paths.All(it => it.Since.Number > send.Number || send.At - it.Since.At > ExpectDialog.Transit || it == paths[0]))
            .Select(send => (Path: paths.Last(it => it.Since.Number < send.Number), Send: send))
            .Where(it => it.Path != paths[0]);
    }

    private static Tamper KeepsPath()
    {
        var paths = new Dictionary<string, string>();
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Msrp || it.Msrp is not { Method: "SEND" } send || send.Header("From-Path") is not { } from || send.Header("To-Path") is not { } to)
                {
                    return [it];
                }

                paths.TryAdd(from.Value, to.Value);
                return [it.Replace(to.Value, paths[from.Value])];
            },
        };
    }
}
