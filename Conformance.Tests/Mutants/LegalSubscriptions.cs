using Conformance.Harness.Mutation;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>Other ways to subscribe to the state of a conference.</summary>
internal static class LegalSubscriptions
{
    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        OfSubscribes("subscribes-without-accept", "RFC 4575 section 3.4", it => it.Without("Accept")),
        OfSubscribes("accepts-further-types", "RFC 4575 section 3.4", it => it.With("Accept", "text/*;q=0.1, Application/Conference-Info+XML , application/pidf+xml")),
        OfSubscribes("subscribes-with-compact-names", "RFC 3265 section 7.2", it => it.Without("Event").WithAdded("o", "conference").WithAdded("u", "conference")),
        OfSubscribes("subscribes-with-an-id", "RFC 3265 section 7.2.1", it => it.With("Event", "conference ; id=7a;x=y")),
        OfSubscribes("subscribes-for-a-day", "RFC 3265 section 3.1.1", it => it.Number("Expires") == 0 ? it.With("Allow-Events", "conference") : it.With("Expires", "86400")),
        LegalVariant.OfSip("answers-notifies-with-202", "RFC 3265 section 8.3.1", IsAnswerToNotify, it => it.WithStartLine("SIP/2.0 202 Accepted")),
        LegalVariant.OfSip("answers-notifies-at-length", "RFC 3261 section 20", IsAnswerToNotify, it => it.WithAdded("Contact", "<sip:alice@192.0.2.2>").WithAdded("Allow-Events", "conference").WithAdded("Server", "x")),
        new("refuses-notifies-for-nobody-in-other-words", "RFC 3261 section 7.2", Mutant.RewritesSip("", it => it.StatusCode == 481, it => it.WithStartLine("SIP/2.0 481 Žiadny odber")).Create),
    ];

    private static bool IsAnswerToNotify(SipMessage message) => message.StatusCode == 200 && message.CSeq?.Value?.Method == "NOTIFY";

    private static LegalVariant OfSubscribes(string name, string source, Func<SipMessage, SipMessage> rewrite) =>
        LegalVariant.OfSip(name, source, it => it.Method == "SUBSCRIBE", rewrite);
}
