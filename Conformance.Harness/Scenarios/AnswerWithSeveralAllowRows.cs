using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>The answer names methods in several rows.</summary>
internal static class AnswerWithSeveralAllowRows
{
    public static readonly Scenario Scenario = new(
        "answer-with-several-allow-rows",
        "a chat whose 200 has three Allow rows, one method of which nobody knows",
        Behaviours.SeveralAllowRows,
        user => user.ChatAsync(user.Company("bob"), "Hello, Bob"))
    {
        Given = Chats.Either,
    };
}
