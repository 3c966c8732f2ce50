using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;

namespace Conformance.Harness.Scenarios;

/// <summary>Answers whose session description looks unusual, stands in an unusual body, or rejects the stream.</summary>
internal static class OddDescriptions
{
    /// <summary>A client gives these up, each in its way.</summary>
    private static readonly Behaviour[] Unusable = [Behaviours.StreamRejected, Behaviours.WithoutDescription, Behaviours.WithoutPath];

    private static readonly Behaviour[] Taken = [Behaviours.UnknownAttributes, Behaviours.Decoy, Behaviours.MultipartAnswer, Behaviours.NestedAnswer];

    public static readonly Scenario OneToOne = new(
        "odd-descriptions",
        "chats whose answer has unknown attributes, a port in m= that leads elsewhere, a multipart for a body, a rejected stream, no description at all, or one without a path",
        Behaviours.AsNamed,
        async user =>
        {
            foreach (var behaviour in Taken)
            {
                await user.ChatAsync(user.Company(behaviour.Name), "Hello");
            }

            foreach (var behaviour in Unusable)
            {
                await user.ChatAsync(user.Company(behaviour.Name));
            }
        })
    {
        Given = Chats.Either,
    };
}
