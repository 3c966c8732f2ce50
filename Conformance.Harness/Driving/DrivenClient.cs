using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving;

/// <summary>
/// The client at the far end of its adapter: what it is asked is recorded before it is handed over, and so is what it answers. When it
/// can be driven no further, the step at hand throws <see cref="ScenarioInterruptedException"/>.
/// </summary>
internal sealed class DrivenClient
{
    private readonly TraceRecorder _recorder;
    private readonly EventWaits _waits;
    private readonly TimeSpan _answerWait;
    private string? _interruption;

    /// <param name="loop">Runs all of it.</param>
    /// <param name="recorder">Keeps what is asked and said.</param>
    /// <param name="core">Where the client registers.</param>
    /// <param name="adapter">Hands over what is asked.</param>
    /// <param name="answerWait">How long the client may take for a step on the wire.</param>
    public DrivenClient(EventLoop loop, TraceRecorder recorder, ICore core, IClientAdapter adapter, TimeSpan answerWait)
    {
        _recorder = recorder;
        _waits = new EventWaits(loop, recorder);
        _answerWait = answerWait;
        Adapter = adapter;
        adapter.Notified += report => _recorder.Report(report);
        adapter.Faulted += OnFault;
        recorder.Recorded += new FloodGuard(recorder, Interrupt).Watch;
        core.Lost += why => Interrupt($"the core was lost: {why}");
    }

    public IClientAdapter Adapter { get; }

    /// <summary>What the client says that it is; null before it has said so.</summary>
    public ClientIdentity? Identity { get; private set; }

    /// <summary>What was recorded so far.</summary>
    public IReadOnlyList<TraceEvent> Events => _recorder.Events;

    /// <summary>The first event after that number which is wanted; null when the limit (the profile's answerWait) has passed first.</summary>
    public async Task<TraceEvent?> AwaitAsync(Func<TraceEvent, bool> wanted, int after, TimeSpan? limit = null)
    {
        ThrowIfInterrupted();
        var happened = await _waits.AwaitAsync(wanted, after, limit ?? _answerWait);
        ThrowIfInterrupted();
        return happened;
    }

    /// <summary>Initialises and registers; a client that the registrar has not accepted is driven no further.</summary>
    public async Task BeginAsync(Initialization given)
    {
        var hello = await Adapter.InitializeAsync(given);
        Identity = hello.Value;
        ThrowIfInterrupted();
        if (!hello.IsDone)
        {
            throw new ScenarioInterruptedException($"the client could not be initialised: {Why(hello)}");
        }

        var (action, answer) = await AskAsync(new Register(), Adapter.RegisterAsync);
        if (answer.Kind == AnswerKind.Refused)
        {
            throw new ScenarioInterruptedException($"the client could not register: {Why(answer)}");
        }

        if (await AwaitAsync(WireEvents.IsRegistered, 0) is null)
        {
            throw new ScenarioInterruptedException($"no REGISTER of the client was accepted (user action {action})");
        }
    }

    /// <summary>Deregisters, as far as the client can.</summary>
    public async Task EndAsync()
    {
        var (action, answer) = await AskAsync(new Deregister(), Adapter.DeregisterAsync);
        if (answer.IsDone)
        {
            await AwaitAsync(WireEvents.IsRegistered, action);
        }
    }

    /// <summary>Asks for what has no result of its own.</summary>
    public Task<(int Action, Answer Answer)> AskAsync(UserRequest request, Func<Task<Answer>> ask) =>
        AskAsync(request, ask, (action, _) => new Done(action));

    /// <summary>Asks, and records what became of it; gives the number of the action with the answer.</summary>
    public async Task<(int Action, T Answer)> AskAsync<T>(UserRequest request, Func<Task<T>> ask, Func<int, T, Report> done)
        where T : Answer
    {
        ThrowIfInterrupted();
        var action = _recorder.Action(request).Number;
        var answer = await ask();
        ThrowIfInterrupted();
        _recorder.Report(answer.Kind switch
        {
            AnswerKind.Done => done(action, answer),
            AnswerKind.Unsupported => new Unsupported(action),
            _ => new Refused(action, answer.Text),
        });
        return (action, answer);
    }

    private void OnFault(string what)
    {
        _recorder.Report(new ClientFault(what));
        Interrupt(what);
    }

    private void Interrupt(string why)
    {
        _interruption ??= why;
        _waits.EndAll();
    }

    private void ThrowIfInterrupted()
    {
        if (_interruption is { } why)
        {
            throw new ScenarioInterruptedException(why);
        }
    }

    private static string Why(Answer answer) => answer.Kind == AnswerKind.Unsupported ? "it lacks the verb" : answer.Text;
}

/// <summary>Ends a script whose client can be driven no further; the message says why.</summary>
internal sealed class ScenarioInterruptedException(string message) : Exception(message);
