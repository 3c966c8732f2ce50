using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Core.Conferences;

/// <summary>The conference factory (RFC 4579 section 5.4) that takes the members from a list in the INVITE (RFC 5366).</summary>
internal sealed class ConferenceFactory(CoreServices core, ConferenceFocus focus)
{
    private readonly WireUri? _address = WireUri.Parse(core.Options.ConferenceFactory).Value;

    public bool Is(WireUri address) => _address?.IsEquivalentTo(address) == true;

    public void Take(ServerTransaction invite)
    {
        if (invite.Request.BodyPart(ResourceLists.MediaType) is not { } part)
        {
            core.Reply(invite, 488, core.Warning(399, "the conference factory needs a recipient list"));
            return;
        }

        var members = ResourceLists.Parse(invite.Request.Octets, part.Content).Value?.Entries
            .Select(it => it.Uri)
            .OfType<string>()
            .ToList() ?? [];
        if (members.Count == 0)
        {
            core.Reply(invite, 400, core.Warning(399, "nobody can be read from the recipient list"));
            return;
        }

        focus.Begin(invite, members);
    }
}
