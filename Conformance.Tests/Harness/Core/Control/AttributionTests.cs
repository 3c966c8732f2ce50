using System.Net;
using System.Text;
using Conformance.Harness.Core.Control;
using Conformance.Harness.Core.Network;

namespace Conformance.Tests.Harness.Core.Control;

/// <summary>Whose a message is, however broken: each sign by itself.</summary>
internal sealed class AttributionTests
{
    private static readonly IPEndPoint Elsewhere = IPEndPoint.Parse("192.0.2.99:5060");
    private readonly SubscriberNetwork _alice = Network("sip:alice-aaaaaaaa@im.example", "aaaaaaaa");
    private readonly SubscriberNetwork _amy = Network("sip:amy@im.example", null);
    private readonly SubscriberNetwork _bob = Network("sip:bob@im.example", null);

    [TestCase("REGISTER sip:im.example SIP/2.0\r\nFrom: <sip:bob@im.example>;tag=1\r\n\r\n", "bob", TestName = "A_request_by_From")]
    [TestCase("REGISTER sip:im.example SIP/2.0\r\nf: sip:amy@IM.example;tag=1\r\n\r\n", "amy", TestName = "A_request_by_a_compact_From")]
    [TestCase("SIP/2.0 200 OK\r\nTo: <sip:bob@im.example>;tag=1\r\nFrom: <sip:amy@im.example>\r\n\r\n", "bob", TestName = "A_response_by_To")]
    [TestCase("REGISTER sip:im.example SIP/2.0\r\nFrom: <<<sip:alice-aaaaaaaa@@\r\n\r\n", "alice", TestName = "A_broken_request_by_the_mark_in_it")]
    [TestCase("INVITE sip:x@im.example SIP/2.0\r\nFrom: nonsense\r\nCall-ID: known\r\n\r\n", "amy", TestName = "A_request_by_its_Call-ID")]
    [TestCase("INVITE sip:x@im.example SIP/2.0\r\nFrom: <sip:bob@im.example>;tag=1\r\nCall-ID: known\r\n\r\n", "bob", TestName = "A_request_by_From_before_its_Call-ID")]
    [TestCase("MSRP abcd SEND\r\nTo-Path: msrp://192.0.2.1:2855/amys;tcp\r\n", "amy", TestName = "MSRP_by_the_session_in_its_path")]
    [TestCase("MSRP abcd SEND\r\nTo-Path: MSRPS://192.0.2.1:2855/amys;tcp\r\n", "amy", TestName = "MSRP_over_TLS_by_the_session_in_its_path")]
    [TestCase("INVITE sip:bob@im.example SIP/2.0\r\nFrom: <sip:carol@im.example>;tag=1\r\nCall-ID: other\r\n\r\n", null, TestName = "A_request_of_a_stranger_by_nothing")]
    [TestCase("\0\u0001", null, TestName = "Nonsense_by_nothing")]
    public void Whose(string octets, string? whose)
    {
        _amy.Identity.Learn(Signs("INVITE sip:x@y SIP/2.0\r\nCall-ID: known\r\n\r\na=path:msrp://192.0.2.1:2855/amys;tcp\r\n"), null);

        Assert.That(Of(octets, Elsewhere, _alice, _amy, _bob), Is.EqualTo(whose));
    }

    [Test]
    public void What_says_nothing_is_of_whom_the_source_is_known()
    {
        _bob.Identity.Learn(Signs("OPTIONS sip:x@y SIP/2.0\r\n\r\n"), Elsewhere);

        Assert.That(Of("nonsense", Elsewhere, _alice, _bob), Is.EqualTo("bob"));
    }

    [Test]
    public void The_only_subscriber_is_given_all() => Assert.That(Of("nonsense", Elsewhere, _amy), Is.EqualTo("amy"));

    [Test]
    public void Where_nobody_is_served_it_is_nobodys() => Assert.That(Of("nonsense", Elsewhere), Is.Null);

    private static Signs Signs(string text) => new(Encoding.Latin1.GetBytes(text));

    private string? Of(string octets, IPEndPoint source, params IReadOnlyList<SubscriberNetwork> all) => Attribution.Of(Signs(octets), source, all) switch
    {
        null => null,
        var it when it == _alice => "alice",
        var it when it == _amy => "amy",
        _ => "bob",
    };

    private static SubscriberNetwork Network(string address, string? mark)
    {
        var loop = new ManualEventLoop();
        return new SubscriberNetwork(loop, loop, null!, (_, _) => throw new IOException("nobody"), new SubscriberIdentity(address, mark), null);
    }
}
