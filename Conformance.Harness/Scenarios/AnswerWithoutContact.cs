using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The answer has no Contact, which the client has to survive.</summary>
internal static class AnswerWithoutContact
{
    public static readonly Scenario Scenario = new(
        "answer-without-contact",
        "a chat whose 200 has no Contact: no identity is to be stored, and the client survives",
        Behaviours.WithoutContact,
        user => user.ChatAsync([user.Address("bob")], "Hello, Bob"))
    {
        Given = Chats.OneToOne,
    };
}
