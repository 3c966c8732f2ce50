using Conformance.Harness.Core.Transactions;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Core;

/// <summary>Gives each SIP message the form that the behaviour wants, on its way out.</summary>
internal sealed class FormingSender(ISipSender sender, Func<SipMessage, SipMessage> form) : ISipSender
{
    public Task SendAsync(ReadOnlyMemory<byte> octets, Hop hop) => sender.SendAsync(form(SipMessage.Parse(octets)).Octets, hop);
}
