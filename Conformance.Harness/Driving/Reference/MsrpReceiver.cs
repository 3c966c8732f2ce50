using System.Globalization;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>Takes the requests of one session: puts chunks together and says what each is answered with (RFC 4975 section 7.3).</summary>
internal sealed class MsrpReceiver
{
    private readonly Dictionary<string, IncomingMessage> _partial = [];
    private readonly HashSet<string> _complete = [];

    public ReceivedChunk Take(MsrpMessage request) => request.Method switch
    {
        "SEND" => Send(request),
        "REPORT" => Report(request),
        _ => new ReceivedChunk(501, "Unknown method"),
    };

    private ReceivedChunk Send(MsrpMessage request)
    {
        if (request.MessageId is not { } id)
        {
            return new ReceivedChunk(400, "No Message-ID");
        }

        if (request.HasBody && (request.ContentType is null || !RemoteSession.Covers(LocalSession.AcceptTypes, request.ContentType)))
        {
            return new ReceivedChunk(415, "Unsupported media type");
        }

        if (_complete.Contains(id))
        {
            // Section 5.4: a copy is acknowledged and not shown again.
            return new ReceivedChunk(200, "OK");
        }

        var message = _partial.TryGetValue(id, out var begun) ? begun : _partial[id] = new IncomingMessage();
        if (!message.Add(request))
        {
            _partial.Remove(id);
            return new ReceivedChunk(413, "Message too large");
        }

        if (request.ContinuationFlag == '#')
        {
            _partial.Remove(id);
        }
        else if (message.Assembled() is { } body)
        {
            _partial.Remove(id);
            _complete.Add(id);
            return new ReceivedChunk(200, "OK")
            {
                Length = body.Length,
                Message = request.HasBody ? (request.ContentType!, body) : null,
            };
        }

        return new ReceivedChunk(200, "OK");
    }

    /// <summary>Section 7.3.2: a failure REPORT counts like the response that it tells of.</summary>
    private static ReceivedChunk Report(MsrpMessage request)
    {
        var status = request.Header("Status")?.Value ?? "";
        var code = status.Split(' ') is ["000", { } digits, ..] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new ReceivedChunk(200, "OK")
        {
            Failure = status.StartsWith("000 ", StringComparison.Ordinal) && code != 200
                ? (code, $"the peer reported a message as failed: {status}")
                : null,
        };
    }
}

/// <summary>What a request of the peer comes to.</summary>
/// <param name="Status">The status of its response.</param>
/// <param name="Comment">The comment of its response.</param>
internal sealed record ReceivedChunk(int Status, string Comment)
{
    /// <summary>The octets of the message that this chunk made whole; null while some are missing.</summary>
    public long? Length { get; init; }

    /// <summary>The message, if it has content.</summary>
    public (string ContentType, byte[] Body)? Message { get; init; }

    /// <summary>The code that a failure REPORT tells of, and what it tells.</summary>
    public (int Status, string Text)? Failure { get; init; }
}
