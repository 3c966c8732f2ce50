using System.Text;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Snapshots;

/// <summary>A snapshot before it is compared: Verify's parameter part of its name, and its scrubbed text.</summary>
public sealed record NamedSnapshot(string Name, string Text);

/// <summary>What is held against a snapshot: each initial INVITE of a client, and each SDP and resource-lists body in it.</summary>
public static class InviteSnapshots
{
    public static IEnumerable<NamedSnapshot> Of(Trace trace)
    {
        var invites = trace.ClientTransactions()
            .Where(it => trace.IsInitialInvite(it.Request))
            .Select(it => it.Request)
            .ToList();
        return invites.SelectMany((invite, i) => Of(invite, $"scenario={trace.Scenario}{(invites.Count > 1 ? $"_invite={i + 1}" : "")}"));
    }

    private static IEnumerable<NamedSnapshot> Of(WireMessage invite, string parameters)
    {
        yield return Of("Invite", parameters, invite, new ByteSpan(0, invite.Octets.Length));
        foreach (var part in invite.Sip.BodyParts())
        {
            if (part.Is("application/sdp"))
            {
                yield return Of("Sdp", parameters, invite, part.Content);
            }
            else if (part.Is(ResourceLists.MediaType))
            {
                yield return Of("ResourceList", parameters, invite, part.Content);
            }
        }
    }

    private static NamedSnapshot Of(string kind, string parameters, WireMessage invite, ByteSpan span) =>
        new($"{kind}_{parameters}", new Scrubber().Scrub(Encoding.UTF8.GetString(span.Of(invite.Octets))));
}
