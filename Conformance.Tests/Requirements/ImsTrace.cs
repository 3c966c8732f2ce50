using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>
/// A client of an IMS that does what no scenario can make it do: it stays anonymous, agrees on security and sets
/// preconditions, and tells by an UPDATE that they are met before it sends. Edits of its INVITE make variants and breaches.
/// </summary>
internal static class ImsTrace
{
    public const string Preconditions =
        "a=curr:qos local none\r\na=curr:qos remote none\r\na=des:qos mandatory local sendrecv\r\na=des:qos optional remote sendrecv\r\n";

    private const string Bob = "sip:bob@im.example";
    private static readonly string[] Routes = ["<sip:192.0.2.1:5060;transport=udp;lr>", "<sip:scscf@core.im.example;lr>"];

    /// <summary>The trace, whose INVITE is edited, and whose later description has its own preconditions.</summary>
    public static Trace Of(Func<SipMessage, SipMessage>? edit = null, string? answered = null, string? updated = null, bool isIms = true)
    {
        var register = HandMadeMessages.Register().WithAdded("Supported", "path");
        var invite = (edit ?? (it => it))(Invite());
        var ok = With(HandMadeMessages.Ok(invite), answered ?? "a=curr:qos local sendrecv\r\na=curr:qos remote none\r\na=des:qos mandatory remote sendrecv\r\n");
        var update = With(
            HandMadeMessages.InDialog("UPDATE", ok).WithAdded("Content-Type", "application/sdp").WithBody(Encoding.UTF8.GetBytes(HandMadeMessages.Sdp)),
            updated ?? Preconditions.Replace("local none", "local sendrecv", StringComparison.Ordinal));
        return new HandMadeTrace { Declaration = new(OneToOne: true, AdHoc: true, ConferenceSubscription: false, Msrp: true, Ims: isIms) }
            .Does(new Register()).ClientSends(register).CoreSends(Registered(register))
            .Asks(Bob).ClientSends(invite).CoreSends(ok).ClientSends(HandMadeMessages.InDialog("ACK", ok)).ClientSends(update)
            .ClientSendsMsrp(Send())
            .Seal();
    }

    /// <summary>What the registrar of the behaviour ims-registration answers.</summary>
    public static SipMessage Registered(SipMessage register)
    {
        var ok = HandMadeMessages.Registered(register, Routes[1]).WithAdded("P-Associated-URI", $"<{HandMadeTrace.Own}>");
        return Behaviours.ImsRegistration.Registrar.Grants(1).Adds("im.example").Where(it => it.Name == "P-Associated-URI").Aggregate(ok, (it, field) => it.WithAdded(field.Name, field.Value));
    }

    private static SipMessage Invite() => With(HandMadeMessages.Invite(Bob), Preconditions)
        .WithAdded("Route", Routes[0]).WithAdded("Route", Routes[1])
        .With("From", "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=near")
        .WithAdded("Privacy", "id")
        .WithAdded("P-Preferred-Identity", $"<{HandMadeTrace.Own}>")
        .WithAdded("P-Access-Network-Info", "3GPP-UTRAN-TDD; utran-cell-id-3gpp=234151D0FCE11")
        .WithAdded("Supported", "100rel, precondition")
        .WithAdded("Require", "sec-agree").WithAdded("Proxy-Require", "sec-agree")
        .WithAdded("Security-Client", "ipsec-3gpp; alg=hmac-sha-1-96; spi-c=1; spi-s=2; port-c=3; port-s=4, tls");

    private static SipMessage With(SipMessage message, string preconditions) =>
        message.WithPartText("application/sdp", sdp => sdp + preconditions);

    private static ReadOnlyMemory<byte> Send() => MsrpWriter
        .Request("first1", "SEND", "msrp://192.0.2.1:2855/9di4ea6ymnnx9kgd;tcp", "msrp://192.0.2.2:2855/9di4ea6ymnnx9kgd;tcp")
        .Header("Message-ID", "message1").Header("Byte-Range", "1-0/0").Write().Octets;
}
