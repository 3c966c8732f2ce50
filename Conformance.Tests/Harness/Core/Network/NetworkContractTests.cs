using System.Net;
using System.Text;
using Conformance.Harness.Core.Network;

namespace Conformance.Tests.Harness.Core.Network;

/// <summary>What every network owes its users, held against sockets and memory alike.</summary>
[TestFixture("sockets", "127.0.0.1")]
[TestFixture("sockets", "::1")]
[TestFixture("memory", "192.0.2.1")]
[TestFixture("memory", "2001:db8::1")]
internal sealed class NetworkContractTests(string kind, string address)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Test]
    public void Datagram_sent_arrives_whole_and_names_its_source() => Run(async (network, any) =>
    {
        var arrived = new TaskCompletionSource<(IPEndPoint From, string Text)>();
        using var receiver = network.BindDatagram(any, (from, octets) => arrived.SetResult((from, Text(octets))));
        using var sender = network.BindDatagram(any, (_, _) => { });

        sender.Send(receiver.Local, Octets("hello"));

        Assert.That(await arrived.Task, Is.EqualTo((sender.Local, "hello")));
    });

    [Test]
    public void Datagram_port_after_a_send_to_nobody_still_receives() => Run(async (network, any) =>
    {
        var closed = network.BindDatagram(any, (_, _) => { });
        closed.Dispose();
        var arrived = new TaskCompletionSource<string>();
        using var port = network.BindDatagram(any, (_, octets) => arrived.SetResult(Text(octets)));

        port.Send(closed.Local, Octets("nobody"));
        port.Send(port.Local, Octets("self"));

        Assert.That(await arrived.Task, Is.EqualTo("self"));
    });

    [Test]
    public void Datagram_port_that_is_disposed_sends_nothing() => Run(async (network, any) =>
    {
        var arrived = new TaskCompletionSource<string>();
        using var receiver = network.BindDatagram(any, (_, octets) => arrived.SetResult(Text(octets)));
        using var other = network.BindDatagram(any, (_, _) => { });
        var disposed = network.BindDatagram(any, (_, _) => { });
        disposed.Dispose();

        disposed.Send(receiver.Local, Octets("disposed"));
        other.Send(receiver.Local, Octets("other"));

        Assert.That(await arrived.Task, Is.EqualTo("other"));
    });

    [Test]
    public void Datagram_port_that_is_taken_is_refused_with_its_address() => Run((network, any) =>
    {
        using var port = network.BindDatagram(any, (_, _) => { });

        var refusal = Assert.Throws<AddressInUseException>(() => network.BindDatagram(port.Local, (_, _) => { }));

        Assert.That(refusal.Address, Is.EqualTo(port.Local));
        return Task.CompletedTask;
    });

    [Test]
    public void Listener_port_that_is_taken_is_refused_with_its_address() => Run((network, any) =>
    {
        using var listener = network.Listen(any, _ => { });

        var refusal = Assert.Throws<AddressInUseException>(() => network.Listen(listener.Local, _ => { }));

        Assert.That(refusal.Address, Is.EqualTo(listener.Local));
        return Task.CompletedTask;
    });

    [Test]
    public void Port_given_back_can_be_taken_again() => Run((network, any) =>
    {
        var port = network.BindDatagram(any, (_, _) => { });
        port.Dispose();

        Assert.DoesNotThrow(() => network.BindDatagram(port.Local, (_, _) => { }).Dispose());
        return Task.CompletedTask;
    });

    [Test]
    public void Connection_to_nobody_is_an_IOException() => Run(async (network, any) =>
    {
        var listener = network.Listen(any, _ => { });
        listener.Dispose();

        var attempt = network.ConnectAsync(listener.Local, CancellationToken.None);
        await Task.WhenAny(attempt);

        Assert.That(attempt.Exception?.InnerException, Is.InstanceOf<IOException>());
    });

    [Test]
    public void Connection_carries_octets_both_ways_in_order() => Run(async (network, any) =>
    {
        var (near, far) = await Connected(network, any);
        var request = new StreamLog(far);
        var answer = new StreamLog(near);

        near.Send(Octets("one "));
        near.Send(Octets("two"));
        await request.Until("one two");
        far.Send(Octets("three"));
        await answer.Until("three");

        Assert.That((near.Remote, near.Local), Is.EqualTo((far.Local, far.Remote)));
    });

    [Test]
    public void Octets_that_arrive_before_Start_are_kept() => Run(async (network, any) =>
    {
        var (near, far) = await Connected(network, any);
        var back = new StreamLog(near);
        near.Send(Octets("early"));
        far.Send(Octets("round trip"));
        await back.Until("round trip");

        var log = new StreamLog(far);

        Assert.That(await log.Until("early"), Is.EqualTo("early"));
    });

    [Test]
    public void Close_lets_queued_octets_through_and_tells_both_ends() => Run(async (network, any) =>
    {
        var (near, far) = await Connected(network, any);
        var here = new StreamLog(near);
        var there = new StreamLog(far);

        near.Send(Octets("last words"));
        near.Close();

        Assert.That(await there.Ended, Is.EqualTo(CloseReason.ByPeer));
        Assert.That(await here.Ended, Is.EqualTo(CloseReason.Here));
        Assert.That(there.Text, Is.EqualTo("last words"));
    });

    [Test]
    public void Abort_resets_the_other_end() => Run(async (network, any) =>
    {
        var (near, far) = await Connected(network, any);
        var here = new StreamLog(near);
        var there = new StreamLog(far);

        near.Abort();

        Assert.That(await there.Ended, Is.EqualTo(CloseReason.Reset));
        Assert.That(await here.Ended, Is.EqualTo(CloseReason.Here));
    });

    [Test]
    public void Answer_to_octets_followed_by_a_close_is_no_error() => Run(async (network, any) =>
    {
        var (near, far) = await Connected(network, any);
        var ended = new TaskCompletionSource<CloseReason>();
        far.Start(octets => far.Send(octets), reason => ended.SetResult(reason));

        near.Start(_ => { }, _ => { });
        near.Send(Octets("request"));
        near.Close();

        Assert.That(await ended.Task, Is.EqualTo(CloseReason.ByPeer));
    });

    private static byte[] Octets(string text) => Encoding.ASCII.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> octets) => Encoding.ASCII.GetString(octets.Span);

    private static async Task<(IStreamConnection Near, IStreamConnection Far)> Connected(INetwork network, IPEndPoint any)
    {
        var accepted = new TaskCompletionSource<IStreamConnection>();
        using var listener = network.Listen(any, accepted.SetResult);
        var near = await network.ConnectAsync(listener.Local, CancellationToken.None);
        return (near, await accepted.Task);
    }

    private void Run(Func<INetwork, IPEndPoint, Task> test)
    {
        EventLoop loop = kind == "memory" ? new ManualEventLoop() : new LiveEventLoop();
        var host = IPAddress.Parse(address);
        var network = kind == "memory" ? new MemoryNetwork(loop, TimeSpan.FromMilliseconds(1)).Host(host) : new SocketNetwork(loop);
        loop.Run(async () =>
        {
            await test(network, new IPEndPoint(host, 0)).WaitAsync(Patience, loop.Time);
            return true;
        });
    }

    /// <summary>What one end of a connection got.</summary>
    private sealed class StreamLog
    {
        private readonly StringBuilder _text = new();
        private readonly TaskCompletionSource<CloseReason> _ended = new();
        private TaskCompletionSource _change = new();

        public StreamLog(IStreamConnection connection) => connection.Start(Add, _ended.SetResult);

        public string Text => _text.ToString();

        public Task<CloseReason> Ended => _ended.Task;

        public async Task<string> Until(string text)
        {
            while (Text != text)
            {
                await _change.Task;
            }

            return Text;
        }

        private void Add(ReadOnlyMemory<byte> octets)
        {
            _text.Append(NetworkContractTests.Text(octets));
            var change = _change;
            _change = new TaskCompletionSource();
            change.SetResult();
        }
    }
}
