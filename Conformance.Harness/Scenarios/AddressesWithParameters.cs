using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Addresses from a card or a web page, of which not all may go into a request; and a telephone number.</summary>
internal static class AddressesWithParameters
{
    public static readonly Scenario Scenario = new(
        "addresses-with-parameters",
        "chats with an address that has parameters and header fields, and with a telephone number, which is refused until it is a SIP URI",
        Behaviours.OnlySipUris,
        async user =>
        {
            await user.ChatAsync([$"{user.Address("bob")};transport=tcp;foo=1?Subject=chat&Route=%3Csip:evil.invalid%3Blr%3E"]);
            await user.ChatAsync(["tel:+358-555-1234567;postd=pp22"]);
        })
    {
        Given = Chats.OneToOne,
    };
}
