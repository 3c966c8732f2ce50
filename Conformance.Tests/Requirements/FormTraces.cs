using System.Net;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Requirements;

/// <summary>Traces in which a client says what it may leave unsaid, for tests of its form.</summary>
internal static class FormTraces
{
    public const string Bob = "sip:bob@im.example";
    public const string Carol = "sip:carol@im.example";
    public const string ListType = "application/resource-lists+xml";

    public static SipMessage OneToOne { get; } = HandMadeMessages.Invite(Bob);

    public static SipMessage Group { get; } = HandMadeMessages.Invite(Bob, Carol);

    /// <summary>A group chat whose INVITE names whom to write to, how its list is to be handled, a second list, and whom to hide.</summary>
    public static Trace Talkative { get; } = new HandMadeTrace().Asks(Bob, Carol).ClientSends(Group
        .WithSdp(sdp => sdp.Replace("s=-\r\n", "s=-\r\ne=alice@im.example (Alice)\r\np=+44 171 380-7777\r\n", StringComparison.Ordinal))
        .WithPartHeaders(ListType, $"Content-Type: {ListType}", "Content-Disposition: recipient-list;handling=required")
        .WithList(xml => xml.Replace("<list>", "<list name=\"colleagues\"><entry uri=\"sip:dave@im.example\" cp:anonymize=\"true\" cp:count=\"1\"/></list><list>", StringComparison.Ordinal))).Seal();

    public static SipMessage WithSdp(this SipMessage invite, Func<string, string> edit) => invite.WithPartText("application/sdp", edit);

    public static SipMessage WithList(this SipMessage invite, Func<string, string> edit) => invite.WithPartText(ListType, edit);

    /// <summary>A trace in which the user asks for the chat and this INVITE follows, from a client at that address.</summary>
    public static Trace Of(SipMessage invite, string client = "192.0.2.2") => new HandMadeTrace { Client = new IPEndPoint(IPAddress.Parse(client), 5060) }
        .Asks(invite.BodyPart(ListType) is null ? [Bob] : [Bob, Carol])
        .ClientSends(invite)
        .Seal();

    /// <summary>A call for each tag, one after the other.</summary>
    public static Trace Calls(params IReadOnlyList<string> tags)
    {
        var trace = new HandMadeTrace();
        foreach (var (tag, i) in tags.Select((it, i) => (it, i)))
        {
            trace.Asks(Bob).ClientSends(OneToOne
                .With("Via", $"SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK-call-{i}")
                .With("From", $"<{HandMadeTrace.Own}>;tag={tag}")
                .With("Call-ID", $"call-{i}@192.0.2.2"));
        }

        return trace.Seal();
    }
}
