using Conformance.Harness.Core.Dialogs;
using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>The other user of a one-to-one chat, whoever that is: answers and echoes.</summary>
internal sealed class AnsweringPeer(CoreServices core, DialogTable dialogs)
{
    public void Take(ServerTransaction invite) =>
        dialogs.Answer(invite, $"<{core.OwnUri(UserPart(invite.Request.RequestUri), invite.From.Transport)}>");

    private static string UserPart(Wire.Reading<WireUri> uri) => uri switch
    {
        { IsSound: true, Value: SipUri { User: { } user } } => user,
        { IsSound: true, Value: TelUri tel } => tel.Number,
        _ => "peer",
    };
}
