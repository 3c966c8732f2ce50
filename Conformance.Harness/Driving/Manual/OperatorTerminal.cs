namespace Conformance.Harness.Driving.Manual;

/// <summary>
/// The screen and the keys of the person at the client, through all scenarios of a run. Each character is a key, on a terminal
/// and over a pipe alike; the ends of lines of a pipe are keys as well, which nobody asks for but where a text is typed.
/// </summary>
/// <param name="screen">Where it is shown.</param>
/// <param name="read">Waits for the next key; null once there are no more.</param>
/// <param name="echoes">Whether what is typed has to be shown, since nobody else does.</param>
public sealed class OperatorTerminal(TextWriter screen, Func<char?> read, bool echoes)
{
    private readonly Lock _gate = new();
    private Action<char?>? _listener;
    private bool _isReading;
    private bool _isOver;

    /// <summary>The terminal of this process. It shows on stderr: what a run finds out is stdout's.</summary>
    public static OperatorTerminal Own { get; } = Console.IsInputRedirected
        ? new OperatorTerminal(Console.Error, () => Console.In.Read() is var read and >= 0 ? (char)read : null, echoes: false)
        : new OperatorTerminal(Console.Error, () => Console.ReadKey(intercept: true).KeyChar, echoes: true);

    /// <summary>What the client was last set up with.</summary>
    internal OperatorSetting? Setting { get; set; }

    public void Show(string line) => screen.WriteLine(line);

    /// <summary>Shows what has been typed.</summary>
    public void Echo(string typed)
    {
        if (echoes)
        {
            screen.Write(typed);
        }
    }

    /// <summary>Whoever gets the keys from now on, on a thread of the terminal's; null once nobody types any more.</summary>
    public void Listen(Action<char?>? listener)
    {
        lock (_gate)
        {
            _listener = listener;
            if (_isOver)
            {
                listener?.Invoke(null);
            }
            else if (!_isReading && listener is not null)
            {
                _isReading = true;
                new Thread(Read) { IsBackground = true, Name = "operator" }.Start();
            }
        }
    }

    private void Read()
    {
        while (!_isOver)
        {
            var key = read();
            lock (_gate)
            {
                _isOver = key is null;
                _listener?.Invoke(key);
            }
        }
    }
}
