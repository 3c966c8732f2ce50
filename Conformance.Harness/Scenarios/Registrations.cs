using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Scenarios;

/// <summary>Registrations that are short, that are not granted as asked for, or that are challenged in a newer way.</summary>
internal static class Registrations
{
    /// <summary>A little longer than any registration of <see cref="Behaviours.ShortRegistrations"/> lasts.</summary>
    private static readonly TimeSpan Lapse = TimeSpan.FromSeconds(13);

    /// <summary>The answer has still to reach the client, which may be far away.</summary>
    private static readonly TimeSpan Travel = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The last renewal is under way when the client is told to deregister: not before its credentials are, so that a client
    /// far away has the time to do both.
    /// </summary>
    public static readonly Scenario Short = new(
        "short-registrations",
        "a registrar that grants 12 seconds at a time and names other routes: a chat under each registration, and the end of it in the middle of a renewal",
        Behaviours.ShortRegistrations,
        async user =>
        {
            foreach (var invited in new[] { "bob", "carol" })
            {
                var before = user.Now;
                await user.ChatAsync(user.Company(invited));
                await user.AwaitAsync(WireEvents.IsRegistered, before, Lapse);
                await user.AwaitAsync(_ => false, user.Now, Travel);
            }

            await user.ChatAsync(user.Company("dave"));
            await user.AwaitAsync(it => it.IsRequestFromClient("REGISTER") && ((WireMessage)it).Sip.Header("Authorization") is not null, user.Now, Lapse);
        })
    {
        Given = Chats.Either,
        IsTimed = true,
    };

    public static readonly Scenario TooBrief = new(
        "registration-too-brief",
        "a registrar that grants 10 seconds, and then wants to be asked for 7200 at least",
        Behaviours.IntervalTooBrief,
        async user =>
        {
            var lapse = TimeSpan.FromSeconds(11);
            if (await user.AwaitAsync(it => it.IsFinalToClient("REGISTER"), user.Now, lapse) is { } answer)
            {
                await user.AwaitAsync(WireEvents.IsRegistered, answer.Number);
            }
        })
    {
        IsTimed = true,
    };

    public static readonly Scenario Sha256 = Challenged("registration-with-sha", Behaviours.Sha256);

    public static readonly Scenario Aka = Challenged("registration-with-aka", Behaviours.Aka);

    private static Scenario Challenged(string name, Behaviour behaviour) => new(
        name,
        $"a registrar that {behaviour.Purpose}",
        behaviour,
        user => user.QuietAsync());
}
