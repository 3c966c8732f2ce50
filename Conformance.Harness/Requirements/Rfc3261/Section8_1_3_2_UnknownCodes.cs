using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 8.1.3.2: status codes that the client cannot know, since no document defines them.</summary>
public static class Section8132UnknownCodes
{
    /// <summary>Not in IANA's registry of SIP response codes, and at the end of their class, where none is likely to come.</summary>
    private static readonly int[] Undefined = [399, 499, 599, 699];

    private static readonly int[] UndefinedProvisional = [170, 198];

    /// <summary>How an x00 is taken: it is acknowledged, and the attempt has failed. A redirection to nowhere is one.</summary>
    public static readonly Requirement FinalAsClass = Shall(
        id: "RFC3261-8.1.3.2-1",
        quote: "A final response with an unknown code is taken as the x00 of its class.",
        when: trace => trace.Refusals(Undefined),
        then: it => Finding.All([IsAcknowledged(it), DidNotComeUp(it)]),
        mutants:
        [
            Mutant.Mishears("takes-an-unknown-refusal-for-ringing", it => Undefined.Contains(it.StatusCode), it => it.WithStartLine("SIP/2.0 183 Session Progress")),
            new Mutant("takes-an-unknown-code-for-success", () => new Tamper
            {
                Report = it => it["method"]?.GetValue<string>() == "userNotified" && it["params"]?["text"]?.GetValue<string>() is { } text && Undefined.Any(code => text.Contains($"{code}", StringComparison.Ordinal))
                    ? [new() { ["jsonrpc"] = "2.0", ["method"] = "chatEstablished", ["params"] = new System.Text.Json.Nodes.JsonObject { ["chat"] = "chat-1" } }]
                    : [it],
            }),
        ]);

    public static readonly Requirement ProvisionalAsProgress = Shall(
        id: "RFC3261-8.1.3.2-2",
        quote: "A provisional response with an unknown code is taken as 183: the INVITE goes on to its final response.",
        when: trace => trace.Dialogs().Where(it => UnknownBefore(it) is not null),
        then: dialog =>
        {
            const string Expected = "an ACK for the 200 that follows an unknown provisional response";
            return dialog.Acks().FirstOrDefault(it => !IsOfRefusal(it, dialog)) is { } ack
                ? Finding.Holds(Expected, "it came", ack.StartLine(), UnknownBefore(dialog)!.StartLine())
                : dialog.Trace.NeverCame(dialog.Response, Expected, "no ACK", "take the provisional response as 183 and go on", dialog.Response.StartLine(), UnknownBefore(dialog)!.StartLine());
        },
        mutants: [Mutant.Mishears("takes-an-unknown-provisional-for-a-refusal", it => UndefinedProvisional.Contains(it.StatusCode), it => it.WithStartLine("SIP/2.0 400 Bad Request"))]);

    private static WireMessage? UnknownBefore(SipDialog dialog) => dialog.Invite.Responses
        .FirstOrDefault(it => it.Number < dialog.Response.Number && UndefinedProvisional.Contains(it.Sip.StatusCode));

    /// <summary>An ACK on the branch of the INVITE is for a refusal (section 17.1.1.3), unless the session came about all the same.</summary>
    private static bool IsOfRefusal(WireMessage ack, SipDialog dialog) => ack.TopVia()?.Branch == dialog.Invite.Request.TopVia()?.Branch
        && !dialog.Trace.Sessions().Any(it => it.Attempt.Dialog == dialog && it.FromClient.Count > 0);

    private static Finding IsAcknowledged(RefusedInvite it)
    {
        var expected = $"an ACK for the {it.Refusal.Title()}";
        return it.Invite.Acks.FirstOrDefault(ack => ack.Number > it.Refusal.Number) is { } ack
            ? Finding.Holds(expected, "it came", ack.StartLine(), it.Refusal.StartLine())
            : it.Trace.NeverCame(it.Refusal, expected, "no ACK", "acknowledge it as any other final response", it.Refusal.StartLine());
    }

    /// <summary>The client has not said, after the refusal and with no later INVITE accepted, that the chat is up.</summary>
    private static Finding DidNotComeUp(RefusedInvite it)
    {
        var expected = $"no chat after the {it.Refusal.Title()}";
        var claim = it.Attempt.Window.OfType<ClientReport>().FirstOrDefault(report => report.Number > it.Refusal.Number
            && (report.Report is ChatEstablished || report.Report is ChatDescribed { State: "up" }));
        return claim is null || it.Attempt.Dialog is not null
            ? Finding.Holds(expected, "none", it.Refusal.StartLine())
            : Finding.Fails(expected, "the client says that the chat is up", "take the attempt as failed", it.Refusal.StartLine(), claim.Event("the client's word"));
    }
}
