using System.Net;
using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Driving;
using Conformance.Harness.Mutation;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Wire;

namespace Conformance.Tests.Mutants;

/// <summary>The same messages otherwise carried.</summary>
internal static class LegalTransports
{
    /// <summary>The client itself: what is another lies about it.</summary>
    public static readonly Func<Tamper> AsItIs = () => Tamper.None;

    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        new("everything-over-tcp", "RFC 3261 section 18.1.1", AsItIs) { Transport = "tcp" },
        new("over-ipv6", "RFC 5118", AsItIs) { Environment = Ipv6 },
        new("over-ipv6-and-tcp", "RFC 5118", AsItIs) { Environment = Ipv6, Transport = "tcp" },
        new("three-hundred-milliseconds-away", "RFC 3261 section 17.1.1.1", AsItIs) { Environment = () => ScenarioEnvironment.Memory(TimeSpan.FromMilliseconds(300)) },
        new("seven-hundred-milliseconds-away", "RFC 3261 section 17.1.1.1", AsItIs) { Environment = () => ScenarioEnvironment.Memory(TimeSpan.FromMilliseconds(700)) },
        new("seven-hundred-milliseconds-away-over-tcp", "RFC 3261 section 17.1.1.1", AsItIs) { Environment = () => ScenarioEnvironment.Memory(TimeSpan.FromMilliseconds(700)), Transport = "tcp" },
        new("answers-msrp-after-a-second", "RFC 4975 section 7.1.1", AsItIs) { Environment = () => LateNetwork.OfMsrpResponses(TimeSpan.FromSeconds(1)) },
        new("answers-msrp-after-three-seconds", "RFC 4975 section 7.1.1", AsItIs) { Environment = () => LateNetwork.OfMsrpResponses(TimeSpan.FromSeconds(3)) },
        new("segments-of-100-octets", "RFC 3261 section 18.3", () => new Tamper { Send = it => it.Transport == Transport.Udp ? [it] : Segments(it, 100) }) { Transport = "tcp" },
        new("chats-with-telephone-numbers", "RFC 3966 section 3", AsItIs) { Scenarios = [Chatting("tel:+358501234567"), Chatting("tel:+358-50-1234568", "tel:1234;phone-context=im.example")] },
        new("chats-with-unusual-addresses", "RFC 3261 section 19.1.1", AsItIs) { Scenarios = [Chatting("sip:+358501234567@im.example;user=phone"), Chatting("sip:bob:pw@im.example:5070;transport=tcp;x=%22"), Chatting("sip:%C5%BDofia@im.example", "sip:a&b=c+d$e,f;g?h/i@[2001:db8::9]:5062;maddr=192.0.2.77", "sip:192.0.2.78")] },
        new("chats-with-headers-in-addresses", "RFC 3261 section 19.1.5", AsItIs) { Scenarios = [Chatting("sip:bob@im.example?subject=a%20b&x=1"), Chatting("sip:bob@im.example;method=INVITE?a=1", "sip:carol@im.example?a=1")] },
        new("idles-for-three-hours", "RFC 3261 section 10.2.4", AsItIs) { Scenarios = [new("idle", "the registration is kept up", Behaviours.Usual, user => user.AwaitAsync(_ => false, user.Now, TimeSpan.FromHours(3)))] },
        new("pauses-before-each-step", "RFC 4975 section 5.4", AsItIs) { Scenarios = [Pausing("sip:bob@im.example"), Pausing("sip:bob@im.example", "sip:carol@im.example")] },
        new("double-crlf-before-each-message", "RFC 5626 section 3.5.1", () => KeepAlive("\r\n\r\n")),
        new("double-crlf-before-each-message-over-tcp", "RFC 5626 section 3.5.1", () => KeepAlive("\r\n\r\n")) { Transport = "tcp" },
        new("one-crlf-before-each-message-over-tcp", "RFC 3261 section 7.5", () => KeepAlive("\r\n")) { Transport = "tcp" },
        new("empty-datagrams", "RFC 5626 section 3.5", () => KeepAlive("")),
        new("sends-each-request-in-two-copies", "RFC 3261 section 17.1.2.2", Mutant.SendsSip("", it => it.IsRequest && it.Method is not "ACK", Twice).Create),
        new("sends-each-ack-in-two-copies", "RFC 3261 section 13.2.2.4", Mutant.SendsSip("", it => it.Method == "ACK", Twice).Create),
    ];

    internal static ScenarioEnvironment Ipv6() =>
        ScenarioEnvironment.Memory(coreAddress: IPAddress.Parse("2001:db8::1"), clientAddress: IPAddress.Parse("2001:db8::2"));

    private static Scenario Chatting(params string[] invitees) =>
        new("chat with " + string.Join(" and ", invitees), "a chat", Behaviours.Usual, user => user.ChatAsync(invitees, "Hello"));

    private static Scenario Pausing(params string[] invitees) => new("pausing-chat-" + invitees.Length, "a chat with long pauses", Behaviours.Usual, async user =>
    {
        await user.AwaitAsync(_ => false, user.Now, TimeSpan.FromMinutes(2));
        var chat = (await user.StartChatAsync(invitees))!;
        await user.AwaitAnswerAsync(chat);
        await user.AwaitAsync(_ => false, user.Now, TimeSpan.FromMinutes(2));
        await user.ExchangeAsync(chat, "Hello");
        await user.AwaitAsync(_ => false, user.Now, TimeSpan.FromMinutes(2));
        await user.EndChatAsync(chat);
    });

    private static IEnumerable<Outgoing> Segments(Outgoing message, int size)
    {
        for (var at = 0; at < message.Octets.Length; at += size)
        {
            yield return message with { Octets = message.Octets[at..Math.Min(at + size, message.Octets.Length)] };
        }
    }

    /// <summary>A datagram may be repeated; over a stream nothing is.</summary>
    private static IEnumerable<Outgoing> Twice(Outgoing message) => message.Transport == Transport.Udp ? [message, message] : [message];

    private static Tamper KeepAlive(string octets) => new()
    {
        Send = it => it.Protocol == WireProtocol.Sip ? [it with { Octets = Encoding.ASCII.GetBytes(octets) }, it] : [it],
    };
}
