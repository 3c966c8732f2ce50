using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Reference;

/// <summary>The reference client as a process of its own: a JSON object on each line, real sockets, real time.</summary>
public static class ClientProcess
{
    /// <summary>Serves until `shutdown` or the end of the input, and gives the exit code.</summary>
    public static int Run(TextReader input, TextWriter output, Tamper tamper, ClientTimers timers)
    {
        var loop = new LiveEventLoop();
        return loop.Run(async () =>
        {
            var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var identifiers = new Identifiers(RandomNumberGenerator.GetInt32(int.MaxValue));
            using var client = new ReferenceClient(loop, new SocketNetwork(loop), IPAddress.Loopback, identifiers, tamper, Write) { Timers = timers };
            client.ShutDown = () => ended.TrySetResult(0);
            new Thread(() => Read(input, line => loop.Post(() => client.Receive(line)), () => loop.Post(client.ShutDown))) { IsBackground = true, Name = "input" }.Start();
            return await ended.Task;
        });

        void Write(JsonObject line)
        {
            output.Write(line.ToJsonString() + "\n");
            output.Flush();
        }
    }

    /// <summary>Reading blocks, so that it has a thread of its own.</summary>
    private static void Read(TextReader input, Action<string> received, Action ended)
    {
        while (input.ReadLine() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                received(line);
            }
        }

        ended();
    }
}
