using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Addresses that have to be escaped in XML, or that other URI schemes and parameters make unusual.</summary>
internal static class UnusualAddresses
{
    public static readonly Scenario OneToOne = new(
        "unusual-address-one-to-one",
        "a chat with one user whose address has an escape and a parameter",
        Behaviours.Usual,
        user => user.ChatAsync([$"{user.Address("carol%20j")};x=1"], "Hello, Carol"))
    {
        Given = Chats.OneToOne,
    };

    public static readonly Scenario AdHoc = new(
        "unusual-addresses",
        "an ad-hoc group chat with addresses that have an ampersand, a parameter, an escape, and the tel scheme",
        Behaviours.Usual,
        user => user.ChatAsync(
            [$"{user.Address("tom&jerry")};x=1", user.Address("carol%20j"), "tel:+358501234567"],
            "Hello, all"))
    {
        Given = Chats.AdHoc(3),
    };
}
