using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Conformance.Harness.Core.Network;

namespace Conformance.Tests.Harness.Core.Network;

/// <summary>TLS over real sockets: with whom it is spoken, and with whom not.</summary>
[TestFixture("127.0.0.1")]
[TestFixture("::1")]
internal sealed class TlsTests(string address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Test]
    public void Octets_go_both_ways_in_clear_for_the_two_and_encrypted_between() => Run(async (loop, network, listen, authority) =>
    {
        var arrived = new TaskCompletionSource<string>();
        using var listener = network.Listen(
            listen,
            far => far.Start(octets => Echo(far, octets, arrived), _ => { }),
            authority.Server);
        var answered = new TaskCompletionSource<string>();

        var near = await network.ConnectAsync(listener.Local, CancellationToken.None, Certificate(authority));
        near.Start(octets => answered.TrySetResult(Text(octets)), _ => { });
        near.Send(Octets("hello"));

        Assert.That((await arrived.Task, await answered.Task, near.IsSecure), Is.EqualTo(("hello", "hello", true)));
        near.Dispose();
    });

    [Test]
    public void End_is_told_to_the_other_side() => Run(async (loop, network, listen, authority) =>
    {
        var ended = new TaskCompletionSource<CloseReason>();
        using var listener = network.Listen(listen, far => far.Start(_ => { }, ended.SetResult), authority.Server);

        var near = await network.ConnectAsync(listener.Local, CancellationToken.None, Certificate(authority));
        near.Close();

        Assert.That(await ended.Task, Is.EqualTo(CloseReason.ByPeer));
    });

    [Test]
    public void Another_authority_is_not_trusted() => Run(async (loop, network, listen, authority) =>
    {
        using var other = new TestAuthority(loop.Time, "im.example");
        using var listener = network.Listen(listen, _ => { }, authority.Server);

        var attempt = network.ConnectAsync(listener.Local, CancellationToken.None, Certificate(other));
        await Task.WhenAny(attempt);

        Assert.That(attempt.Exception?.InnerException, Is.InstanceOf<IOException>().With.Message.Contain("no connection to"));
    });

    [Test]
    public void Who_speaks_in_clear_gets_no_connection() => Run(async (loop, network, listen, authority) =>
    {
        using var listener = network.Listen(listen, _ => Assert.Fail("a connection"), authority.Server);
        var ended = new TaskCompletionSource<CloseReason>();

        var near = await network.ConnectAsync(listener.Local, CancellationToken.None);
        near.Start(_ => { }, ended.SetResult);
        near.Send(Octets("REGISTER sip:im.example SIP/2.0\r\n\r\n"));

        Assert.That(await ended.Task, Is.Not.EqualTo(CloseReason.Here));
    });

    /// <summary>RFC 5922 section 7.1 and RFC 4975 section 14.1: a client may look for the domain or for the address that it has connected to.</summary>
    [TestCase("im.example")]
    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    [TestCase("198.51.100.7")]
    public void Certificate_names_the_domain_and_each_address(string name)
    {
        using var authority = new TestAuthority(TimeProvider.System, "im.example", IPAddress.Parse("198.51.100.7"));

        Assert.That(authority.Server.MatchesHostname(name), Is.True);
        Assert.That(authority.Server.MatchesHostname("im.invalid"), Is.False);
    }

    private static X509Certificate2 Certificate(TestAuthority authority) => X509Certificate2.CreateFromPem(authority.Pem);

    private static void Echo(IStreamConnection connection, ReadOnlyMemory<byte> octets, TaskCompletionSource<string> arrived)
    {
        arrived.TrySetResult(Text(octets));
        connection.Send(octets);
    }

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.ASCII.GetString(octets.Span);

    private void Run(Func<EventLoop, INetwork, IPEndPoint, TestAuthority, Task> test)
    {
        var loop = new LiveEventLoop();
        using var authority = new TestAuthority(loop.Time, "im.example");
        loop.Run(async () =>
        {
            await test(loop, new SocketNetwork(loop), new IPEndPoint(IPAddress.Parse(address), 0), authority).WaitAsync(Patience, loop.Time);
            return true;
        });
    }
}
