using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Driving.Reference;

/// <summary>Composes the INVITE of a chat: the draft's 6.1.3.2.1, items 1 to 6.</summary>
internal sealed class InviteComposer(UserAgent agent)
{
    /// <summary>
    /// The INVITE of one attempt. One invitee is called at the user's own address (item 2); several are called through the
    /// conference factory (item 3 a) with the list of them (item 3 b), which the factory must understand (RFC 5366 section 3).
    /// </summary>
    public RequestDraft Compose(IReadOnlyList<Invitee> invitees, byte[] offer)
    {
        var isGroup = invitees.Count > 1;
        var factory = agent.Settings.ConferenceFactory;
        var (target, to) = isGroup ? (factory!, factory!) : (invitees[0].RequestUri, invitees[0].To);
        var body = Body(isGroup ? invitees : [], offer, out var boundary);
        return new RequestDraft(
            "INVITE",
            target,
            agent.Settings.OutboundProxy,
            agent.InitialRoutes,
            $"<{agent.Settings.Address}>;tag={agent.NewTag()}",
            $"<{to}>",
            agent.NewCallId())
        {
            Headers =
            [
                ("Contact", agent.Contact),
                ("Allow", UserAgent.Allow),
                ("Supported", UserAgent.Supported),
                .. isGroup ? [("Require", "recipient-list-invite")] : Array.Empty<(string, string)>(),
                ("Accept", UserAgent.Accept),
                ("User-Agent", UserAgent.Product),
            ],
            ContentType = $"multipart/mixed;boundary={boundary}",
            Body = body,
        };
    }

    /// <summary>A multipart/mixed in every case, as item 4 has it: the offer, and behind it the list if there is one.</summary>
    private byte[] Body(IReadOnlyList<Invitee> listed, byte[] offer, out string boundary)
    {
        var list = listed.Count == 0 ? [] : ResourceLists.Write(listed.Select(it => (it.Address, (string?)null)));
        boundary = BoundaryFor(agent.Identifiers, offer, list);
        var writer = new MultipartWriter(boundary).Part(offer, "Content-Type: application/sdp");
        if (listed.Count > 0)
        {
            writer.Part(list, "Content-Type: application/resource-lists+xml", "Content-Disposition: recipient-list");
        }

        return writer.Write();
    }

    /// <summary>A boundary that does not occur in the parts (RFC 2046 section 5.1).</summary>
    private static string BoundaryFor(Identifiers identifiers, params IEnumerable<byte[]> parts)
    {
        string boundary;
        do
        {
            boundary = "part-" + identifiers.Next(16);
        }
        while (parts.Any(it => it.AsSpan().IndexOf(Encoding.ASCII.GetBytes(boundary)) >= 0));
        return boundary;
    }
}
