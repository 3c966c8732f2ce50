using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The answer names no methods.</summary>
internal static class AnswerWithoutAllow
{
    public static readonly Scenario Scenario = new(
        "answer-without-allow",
        "a chat whose 200 has no Allow: nothing is to be stored, and the chat goes on",
        Behaviours.WithoutAllow,
        user => user.ChatAsync(user.Company("bob"), "Hello, Bob"))
    {
        Given = Chats.Either,
    };
}
