using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The answer lacks what each has to have, which the client has to survive.</summary>
internal static class AnswersThatLackSomething
{
    public static readonly Scenario WithoutContact = new(
        "answer-without-contact",
        "a chat whose 200 has no Contact: no identity is to be stored, and the client survives",
        Behaviours.WithoutContact,
        user => user.ChatAsync(user.Company("bob"), "Hello, Bob"))
    {
        Given = Chats.Either,
    };

    public static readonly Scenario WithoutTag = new(
        "answer-without-tag",
        "a chat whose 200 has no tag in To, which the client takes for a dialog all the same",
        Behaviours.WithoutTag,
        user => user.ChatAsync(user.Company("bob"), "Hello, Bob"))
    {
        Given = Chats.Either,
    };
}
