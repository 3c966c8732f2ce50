using System.Globalization;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Judging;

/// <summary>Something that the client declares and does not serve, which fails it, or serves and does not declare, which is advice.</summary>
/// <param name="Capability">The key of the profile's ics.</param>
/// <param name="IsFailure">Whether it fails the client.</param>
/// <param name="Text">What is wrong, where it was seen, and the mend.</param>
public sealed record DeclarationFinding(string Capability, bool IsFailure, string Text);

/// <summary>
/// The client's declaration (ISO 9646 ICS) held against what it did. What nobody asked it for shows nothing; a scenario that
/// was cut short shows only what was served in it.
/// </summary>
public static class DeclarationReview
{
    private static readonly IReadOnlyList<Capability> Capabilities =
    [
        new("oneToOne", it => it.OneToOne, "an INVITE", Chats(isAdHoc: false), Invited(isAdHoc: false)),
        new("adHoc", it => it.AdHoc, "an INVITE with a list of users", Chats(isAdHoc: true), Invited(isAdHoc: true)),
        new("conferenceSubscription", it => it.ConferenceSubscription, "a SUBSCRIBE", trace => trace.Actions.Count(it => it.Request is SubscribeConference), trace => trace.ConferenceSubscriptions().Any(), "subscribeConference"),
        new("msrp", it => it.Msrp, "an MSRP message", trace => trace.Actions.Count(it => it.Request is SendMessage), trace => trace.Messages.Any(it => it.IsMsrp && it.IsFromClient), "sendMessage"),
    ];

    /// <param name="traces">What was driven.</param>
    /// <param name="isWhole">Whether that is every scenario: what is not served in some of them may be in the others.</param>
    public static IReadOnlyList<DeclarationFinding> Of(IReadOnlyList<Trace> traces, bool isWhole) =>
        traces.Count == 0 ? [] : [.. Capabilities.Select(it => Of(it, traces)).OfType<DeclarationFinding>().Where(it => isWhole || !it.IsFailure)];

    private static DeclarationFinding? Of(Capability capability, IReadOnlyList<Trace> traces)
    {
        var isDeclared = capability.IsDeclared(traces[0].Provisioning.Declaration);
        var served = traces.FirstOrDefault(capability.IsServed);
        if (isDeclared)
        {
            var asked = traces.Where(it => it.Interruption is null && capability.Asked(it) > 0).ToList();
            return served is not null || asked.Count == 0 ? null : new DeclarationFinding(capability.Key, IsFailure: true, string.Create(
                CultureInfo.InvariantCulture,
                $"declared but not served: asked for {asked.Sum(capability.Asked)} times (scenario {asked[0].Scenario}), the client sent {capability.Sign} in none; mend the client, or declare \"{capability.Key}\": false"));
        }

        var seen = served is not null ? $"{capability.Sign} (scenario {served.Scenario})"
            : capability.Verb is { } verb && traces.Any(it => it.Provisioning.Verbs?.Split(' ').Contains(verb) == true) ? $"the verb {verb}"
            : null;
        return seen is null ? null : new DeclarationFinding(capability.Key, IsFailure: false, $"served but not declared: the client has {seen}; declare \"{capability.Key}\": true, and what is asked of it is judged");
    }

    private static Func<Trace, int> Chats(bool isAdHoc) => trace => trace.Attempts().Count(it => it.IsAdHoc == isAdHoc && !it.ExceedsMaximum);

    /// <summary>Of a group only an INVITE with its list: a client that knows one user at a time may invite the first.</summary>
    private static Func<Trace, bool> Invited(bool isAdHoc) => trace => trace.Attempts().Any(it =>
        it.IsAdHoc == isAdHoc && it.Invites.Any(invite => !isAdHoc || invite.Request.Sip.BodyPart(ResourceLists.MediaType) is not null));

    /// <summary>What a client may declare.</summary>
    /// <param name="Key">The key of the profile's ics.</param>
    /// <param name="IsDeclared">Whether it is.</param>
    /// <param name="Sign">What the client sends that serves it.</param>
    /// <param name="Asked">How often a scenario has asked for it.</param>
    /// <param name="IsServed">Whether a scenario shows it.</param>
    /// <param name="Verb">The verb that serves it and nothing else; null for none.</param>
    private sealed record Capability(
        string Key,
        Func<Declaration, bool> IsDeclared,
        string Sign,
        Func<Trace, int> Asked,
        Func<Trace, bool> IsServed,
        string? Verb = null);
}
