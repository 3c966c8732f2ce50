using Conformance.Harness.Core.Network;

namespace Conformance.Tests.Harness.Core.Network;

[TestFixture(typeof(LiveEventLoop))]
[TestFixture(typeof(ManualEventLoop))]
internal sealed class EventLoopTests(Type kind)
{
    private readonly EventLoop _loop = kind == typeof(ManualEventLoop) ? new ManualEventLoop() : new LiveEventLoop();

    [Test]
    public void Run_of_work_gives_its_result() =>
        Assert.That(_loop.Run(() => Task.FromResult(42)), Is.EqualTo(42));

    [Test]
    public void Run_of_failing_work_throws_its_exception() =>
        Assert.Throws<IOException>(() => _loop.Run<int>(async () =>
        {
            await Task.Yield();
            throw new IOException("broken");
        }));

    [Test]
    public void Exception_of_a_callback_comes_out_of_Run() =>
        Assert.Throws<IOException>(() => _loop.Run(() =>
        {
            _loop.Post(() => throw new IOException("broken"));
            return new TaskCompletionSource<int>().Task;
        }));

    [Test]
    public void Exception_of_an_async_void_method_comes_out_of_Run()
    {
        static async void Break()
        {
            await Task.Yield();
            throw new IOException("broken");
        }

        Assert.Throws<IOException>(() => _loop.Run(() =>
        {
            Break();
            return new TaskCompletionSource<int>().Task;
        }));
    }

    [Test]
    public void Await_comes_back_to_the_thread_of_Run()
    {
        var threads = _loop.Run(async () =>
        {
            var before = Environment.CurrentManagedThreadId;
            await Task.Delay(TimeSpan.FromMilliseconds(1), _loop.Time);
            return (before, Environment.CurrentManagedThreadId);
        });

        Assert.That(threads.Item2, Is.EqualTo(threads.before));
    }

    [Test]
    public void Callbacks_run_in_the_order_in_which_they_were_posted()
    {
        var order = _loop.Run(() =>
        {
            var done = new TaskCompletionSource<string>();
            var text = "";
            _loop.Post(() => text += "a");
            _loop.Post(() => text += "b");
            _loop.Post(() => done.SetResult(text));
            return done.Task;
        });

        Assert.That(order, Is.EqualTo("ab"));
    }

    [Test]
    public void After_that_is_disposed_does_not_call_back()
    {
        var called = _loop.Run(async () =>
        {
            var called = false;
            var timer = _loop.After(TimeSpan.FromMilliseconds(1), () => called = true);
            timer.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(20), _loop.Time);
            return called;
        });

        Assert.That(called, Is.False);
    }

    [Test]
    public void Run_gives_the_caller_its_own_context_back()
    {
        var before = SynchronizationContext.Current;

        _loop.Run(() => Task.FromResult(true));

        Assert.That(SynchronizationContext.Current, Is.SameAs(before));
    }
}
