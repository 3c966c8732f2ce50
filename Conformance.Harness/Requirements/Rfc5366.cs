using System.Text.Json.Nodes;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements.Draft;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>
/// RFC 5366, conferences from a list in the INVITE: the published form of draft-ietf-sipping-uri-list-conferencing-04,
/// which item 3 b of 6.1.3.2.1 names.
/// </summary>
internal static class Rfc5366
{
    private const string OptionTag = "recipient-list-invite";

    public static readonly Requirement Disposition = Shall(
        id: "RFC5366-3-1",
        quote: "The list of invitees is a body whose own Content-Disposition is recipient-list.",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(HasRecipientList),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            Tampering.RewritesGroupInvite("omits-disposition-of-list", it => it.WithPartHeaders(Sent.ListType, $"Content-Type: {Sent.ListType}")),
            Tampering.RewritesGroupInvite("puts-disposition-on-multipart", it => it
                .WithPartHeaders(Sent.ListType, $"Content-Type: {Sent.ListType}")
                .With("Content-Disposition", "recipient-list")),
        ]);

    /// <summary>Both ways: a one-to-one INVITE, which has no list, must not ask for the extension.</summary>
    public static readonly Requirement RequiresTheExtension = Shall(
        id: "RFC5366-3-2",
        quote: "An INVITE with a list of invitees names recipient-list-invite in Require, and one without a list does not.",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => attempt.IsAdHoc
            ? invite.HasElement("Require", OptionTag)
            : invite.LacksElement("Require", OptionTag)),
        mutants:
        [
            InitialInvite.SendsNoInvite,
            Tampering.RewritesGroupInvite("omits-require", it => it.Without("Require")),
            Tampering.RewritesGroupInvite("supports-instead-of-requires", it => it.Without("Require").WithAdded("Supported", OptionTag)),
            Tampering.RewritesOneToOneInvite("requires-list-without-list", it => it.WithAdded("Require", OptionTag)),
        ],
        readings:
        [
            new("uri_list", "RFC 5366 as published", "revision 04 of the draft, whose text is not at hand and may not ask for the tag", When: it => !it.IsAdHoc),
        ]);

    /// <summary>Both ways: an INVITE for one user has no list, or would have to go to the factory as well.</summary>
    public static readonly Requirement GoesToTheFactory = Shall(
        id: "RFC5366-3-3",
        quote: "The INVITE with the list goes to the conference factory, and one that goes elsewhere has no list.",
        when: Asks.ToInvite,
        then: attempt => attempt.Invite(invite => attempt.IsAdHoc || RecipientList(invite) is not null
            ? invite.RequestUriIs(attempt.Trace.Provisioning.ConferenceFactory, "the conference factory")
            : Finding.Holds("no list of invitees, which only the factory takes", invite.BodyTypes(), invite.At(invite.BodyOrHead(), "searched for recipient-list"))),
        mutants: [InitialInvite.SendsNoInvite, GroupBranch.GuessesTheFactory, Tampering.RewritesOneToOneInvite("lists-the-one-user-whom-it-invites", WithListOfOne)]);

    public static readonly Requirement OfferAndListTogether = Shall(
        id: "RFC5366-3-4",
        quote: "The INVITE with the list is an offer as well: list and session description stand in one multipart.",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(invite => Finding.All([invite.HasBodyPart("application/sdp"), invite.HasBodyPart(Sent.ListType)])),
        mutants: [InitialInvite.SendsNoInvite, GroupBranch.OmitsResourceList, Offer.OmitsSdp]);

    public static readonly Requirement SaysNothingOfInvitees = Should(
        id: "RFC5366-3.1-1",
        quote: "The 200 says that the conference exists, that the caller is in it and that the list was understood; of the invitees it says nothing.",
        when: trace => Described.In(trace).Where(it => it.Attempt.IsAdHoc),
        then: it => it.Says("members", "no invitee shown as joined before there is news of him", said => OnSuccess.ShowsNobodyElse(it, said)),
        mutants: [new Mutant("shows-everyone-as-joined", ShowsEveryone)]);

    public static readonly Requirement ListFormat = Shall(
        id: "RFC5366-4-1",
        quote: "The default format of the list is application/resource-lists+xml.",
        when: Asks.AdHocToInvite,
        then: attempt => attempt.Invite(invite => RecipientList(invite) is { ContentType: { } type } part
            ? Finding.That(
                part.Is(Sent.ListType),
                $"a list of type {Sent.ListType}",
                type.Value?.ToString() ?? "a type that cannot be read",
                $"make the type of the list {Sent.ListType}",
                invite.At(part.Head.IsEmpty ? invite.Sip.Head : part.Head, "header of the list"))
            : invite.HasBodyPart(Sent.ListType)),
        mutants: [InitialInvite.SendsNoInvite, GroupBranch.OmitsResourceList, GroupBranch.MislabelsResourceList]);

    private static BodyPart? RecipientList(WireMessage invite) => invite.Sip.BodyParts().FirstOrDefault(it => it.Disposition == "recipient-list");

    private static SipMessage WithListOfOne(SipMessage invite)
    {
        var boundary = invite.Multipart()?.Value?.Boundary;
        var list = $"<resource-lists xmlns=\"{ResourceLists.Namespace}\"><list><entry uri=\"{invite.RequestUriSpan.Text(invite.Octets)}\"/></list></resource-lists>";
        return boundary is null ? invite : invite.WithBodyText(text => text.Replace(
            $"--{boundary}--",
            $"--{boundary}\r\nContent-Type: {Sent.ListType}\r\nContent-Disposition: recipient-list\r\n\r\n{list}\r\n--{boundary}--",
            StringComparison.Ordinal));
    }

    private static Finding HasRecipientList(WireMessage invite)
    {
        var expected = "a body part with Content-Disposition: recipient-list";
        if (RecipientList(invite) is { } part)
        {
            return Finding.Holds(expected, "recipient-list", invite.At(part.Span, "the list"));
        }

        if (invite.Sip.BodyPart(Sent.ListType) is not { } list)
        {
            var none = invite.HasBodyPart(Sent.ListType);
            return none with { Mend = none.Mend is null ? null : $"{none.Mend} with Content-Disposition: recipient-list" };
        }

        return Finding.Fails(
            expected,
            $"the list has {list.Disposition ?? "no Content-Disposition"}",
            "give the list's part Content-Disposition: recipient-list",
            invite.At(list.Span, "searched for recipient-list"));
    }

    /// <summary>A client that takes whom it invited for members: it remembers the invitees that it was told.</summary>
    private static Tamper ShowsEveryone()
    {
        IReadOnlyList<string> invitees = [];
        return new Tamper
        {
            Command = line =>
            {
                invitees = line["params"]?["invitees"]?.AsArray().Select(it => it!.GetValue<string>()).ToList() ?? invitees;
                return line;
            },
            Report = line =>
            {
                if (line["result"] is JsonObject result && result.ContainsKey("state"))
                {
                    result["members"] = new JsonArray([.. invitees]);
                }

                return [line];
            },
        };
    }
}
