namespace Conformance.Harness.Core.Network;

/// <summary>
/// The event loop of runs in real time: its thread sleeps until something is posted. An exception that a callback throws,
/// or an async void method below it, comes out of <see cref="Run"/>.
/// </summary>
public sealed class LiveEventLoop : EventLoop
{
    private readonly Queue<Action> _queue = new();

    public override TimeProvider Time => TimeProvider.System;

    public override void Post(Action callback)
    {
        lock (_queue)
        {
            _queue.Enqueue(callback);
            Monitor.Pulse(_queue);
        }
    }

    public override T Run<T>(Func<Task<T>> work)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = work();
            _ = task.ContinueWith(_ => Post(() => { }), TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                Take()();
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private Action Take()
    {
        lock (_queue)
        {
            while (_queue.Count == 0)
            {
                Monitor.Wait(_queue);
            }

            return _queue.Dequeue();
        }
    }
}
