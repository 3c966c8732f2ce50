using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 13: how a client begins a session.</summary>
public static class Section13Invite
{
    /// <summary>Section 13.2.1.</summary>
    public static readonly Requirement CarriesAllow = Should(
        id: "RFC3261-13.2.1-1",
        quote: "An INVITE carries Allow.",
        when: trace => trace.ClientInvites(),
        then: invite => invite.HasHeader("Allow"),
        mutants: [Mutant.Rewrites("omits-allow", "INVITE", it => it.Without("Allow"))]);

    /// <summary>Section 13.2.1.</summary>
    public static readonly Requirement CarriesSupported = Should(
        id: "RFC3261-13.2.1-2",
        quote: "An INVITE carries Supported, if need be an empty one.",
        when: trace => trace.ClientInvites(),
        then: invite => invite.HasHeader("Supported"),
        mutants: [Mutant.Rewrites("omits-supported", "INVITE", it => it.Without("Supported"))]);

    /// <summary>Section 13.2.1. A description of disposition early-session is no offer (RFC 3959 section 4) and is left out.</summary>
    public static readonly Requirement OfferDisposition = Shall(
        id: "RFC3261-13.2.1-4",
        quote: "The body that is the offer has the disposition session; a session description without disposition has it too.",
        when: trace => trace.ClientSip()
            .SelectMany(message => message.Sip.BodyParts().Where(it => it.Is("application/sdp")).Select(part => (Message: message, Part: part)))
            .Where(it => it.Part.Disposition != "early-session"),
        then: it => Finding.That(
            it.Part.Disposition is null or "session",
            "the disposition session, or none, on the session description",
            it.Part.Disposition is { } disposition ? $"Content-Disposition: {disposition}" : "no Content-Disposition",
            "write Content-Disposition: session, or leave it out",
            it.Message.At(it.Part.Header("Content-Disposition")?.Span ?? it.Part.Head, "disposition of the session description")),
        mutants: [Mutant.RewritesSip("offers-a-description-to-render", it => it.BodyPart("application/sdp") is not null, it =>
            it.WithPartHeaders("application/sdp", "Content-Type: application/sdp", "Content-Disposition: render"))]);

    /// <summary>Section 13.2.2.4. How soon is not judged.</summary>
    public static readonly Requirement Acknowledges = Shall(
        id: "RFC3261-13.2.2.4-1",
        quote: "Each 2xx to an INVITE is acknowledged with an ACK.",
        when: trace => trace.Dialogs(),
        then: dialog =>
        {
            var expected = $"an ACK for the {dialog.Response.Title()} with To tag {dialog.RemoteTag}";
            return dialog.Acks().FirstOrDefault() is { } ack
                ? Finding.Holds(expected, "it came", ack.StartLine(), dialog.Response.StartLine())
                : dialog.Trace.NeverCame(dialog.Response, expected, "no ACK in this dialog", "send an ACK for each 2xx", dialog.Response.StartLine());
        },
        mutants: [Mutant.Drops("sends-no-ack", "ACK")]);

    /// <summary>Section 13.2.2.4.</summary>
    public static readonly Requirement AckForm = Shall(
        id: "RFC3261-13.2.2.4-2",
        quote: "The ACK for a 2xx has the CSeq number of the INVITE, the INVITE's credentials and a branch of its own.",
        when: trace => trace.Dialogs().SelectMany(dialog => dialog.Acks().Where(ack => !IsOfRefusal(trace, ack)).Select(ack => new DialogRequest(dialog, ack))),
        then: IsAckOfSuccess,
        mutants:
        [
            new Mutant("acknowledges-a-2xx-with-the-branch-of-the-invite", KeepsInviteBranch),
            Mutant.Rewrites("counts-cseq-on-in-its-ack", "ACK", it => it.With("CSeq", string.Create(CultureInfo.InvariantCulture, $"{(it.CSeq?.Value?.Number ?? 0) + 1} ACK"))),
        ]);

    private static readonly string[] CredentialFields = ["Authorization", "Proxy-Authorization"];

    /// <summary>Whether the ACK is for an INVITE within the dialog that was refused: that one belongs to its transaction (section 17.1.1.3).</summary>
    private static bool IsOfRefusal(Trace trace, WireMessage ack) => trace.ClientTransactions().Any(it => it.Method == "INVITE"
        && it.FinalResponse?.Sip.StatusCode >= 300
        && it.Request.Sip.CallId == ack.Sip.CallId
        && it.Request.Sip.CSeq?.Value?.Number == ack.Sip.CSeq?.Value?.Number);

    private static Finding IsAckOfSuccess(DialogRequest it)
    {
        var (dialog, ack) = (it.Dialog, it.Request);
        var invites = it.Trace.ClientRequests("INVITE")
            .Where(other => other.Number < ack.Number && other.Sip.CallId == dialog.CallId)
            .ToList();
        var invite = invites.FirstOrDefault(other => other.Sip.CSeq?.Value?.Number == ack.Sip.CSeq?.Value?.Number);
        if (invite is null)
        {
            var number = dialog.Invite.Request.Sip.CSeq?.Value?.Number;
            return Finding.Fails(
                string.Create(CultureInfo.InvariantCulture, $"the CSeq number of the INVITE, {number}, in its ACK"),
                $"CSeq: {ack.Sip.Header("CSeq")?.Value}",
                string.Create(CultureInfo.InvariantCulture, $"write CSeq: {number} ACK"),
                ack.Field("CSeq"),
                dialog.Invite.Request.Field("CSeq"));
        }

        return Finding.All(
        [
            .. CredentialFields.Select(name => HasCredentialsOf(invite, ack, name)),
            Finding.That(
                invites.All(other => other.TopVia()?.Branch != ack.TopVia()?.Branch),
                "a branch of its own in the ACK for a 2xx",
                $"branch {ack.TopVia()?.Branch}",
                "make a new branch for the ACK",
                ack.Field("Via"),
                invite.Field("Via")),
        ]);
    }

    private static Finding HasCredentialsOf(WireMessage invite, WireMessage ack, string name)
    {
        var (needed, given) = (invite.Sip.HeadersNamed(name).ToList(), ack.Sip.HeadersNamed(name).ToList());
        return Finding.That(
            given.Count >= needed.Count,
            needed.Count == 0 ? $"an ACK for an INVITE without {name}" : $"the {name} of the INVITE in its ACK",
            given.Count == 0 ? $"no {name}" : $"{given.Count} {name}",
            $"copy {name} from the INVITE to the ACK",
            ack.Field(name),
            invite.Field(name));
    }

    private static Tamper KeepsInviteBranch()
    {
        string? branch = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip is not { Vias: [{ Value.Branch: { } own }, ..] } message)
                {
                    return [it];
                }

                branch = message.Method == "INVITE" ? own : branch;
                return [message.Method == "ACK" && branch is not null ? it.Replace(own, branch) : it];
            },
        };
    }
}
