using System.Text;
using Conformance.Harness.Core;
using Conformance.Harness.Core.Network;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Harness.Driving.Reference;

/// <summary>Sends messages in chunks and waits for what each is answered with (RFC 4975 section 7.1).</summary>
internal sealed class MsrpSender(EventLoop loop, Identifiers identifiers, string localUri, TimeSpan responseTimeout, Action<MsrpMessage> send)
{
    /// <summary>Larger chunks would have to be interruptible (RFC 4975 section 7.1.1).</summary>
    private const int LargestChunk = 2048;

    private const int IdentLength = 16;

    private readonly Dictionary<string, (string MessageId, IDisposable Timer)> _pending = [];

    /// <summary>A message that did not arrive: its id, the status (0 for none) and a text. Told once for each message.</summary>
    public Action<string, int, string>? Failed { get; set; }

    /// <summary>A SEND without body, as the first on a connection: an empty message has the range 1-0/0 (RFC 4975 section 7.1.1).</summary>
    public void SendEmpty(string toPath) => Transmit(
        Request(identifiers.Next(IdentLength), toPath, identifiers.Next(IdentLength), "1-0/0").Write());

    /// <summary>Sends a message, and gives its Message-ID.</summary>
    public string Send(string toPath, string contentType, byte[] body)
    {
        var messageId = identifiers.Next(IdentLength);
        var offset = 0;
        do
        {
            var chunk = body.AsSpan(offset, Math.Min(LargestChunk, body.Length - offset));
            var range = $"{offset + 1}-{offset + chunk.Length}/{body.Length}";
            offset += chunk.Length;
            Transmit(Request(TransactionIdFor(chunk), toPath, messageId, range)
                .Body(contentType, chunk)
                .Write(offset < body.Length ? '+' : '$'));
        }
        while (offset < body.Length);
        return messageId;
    }

    public void OnResponse(MsrpMessage response)
    {
        if (_pending.Remove(response.TransactionId, out var pending))
        {
            pending.Timer.Dispose();
            if (response.StatusCode != 200)
            {
                Fail(pending.MessageId, response.StatusCode, $"the peer answered a message with {response.StatusCode} {response.Comment}".TrimEnd());
            }
        }
    }

    public void Stop()
    {
        Failed = null;
        foreach (var (_, timer) in _pending.Values)
        {
            timer.Dispose();
        }

        _pending.Clear();
    }

    private MsrpWriter Request(string transactionId, string toPath, string messageId, string range) => MsrpWriter
        .Request(transactionId, "SEND", toPath, localUri)
        .Header("Message-ID", messageId)
        .Header("Byte-Range", range);

    private void Transmit(MsrpMessage message)
    {
        var timer = loop.After(responseTimeout, () => Fail(message.MessageId!, 0, "the peer did not answer a message"));
        _pending[message.TransactionId] = (message.MessageId!, timer);
        send(message);
    }

    private void Fail(string messageId, int status, string text)
    {
        foreach (var (transactionId, pending) in _pending.Where(it => it.Value.MessageId == messageId).ToList())
        {
            pending.Timer.Dispose();
            _pending.Remove(transactionId);
        }

        Failed?.Invoke(messageId, status, text);
    }

    /// <summary>The chunk must not hold the end-line that closes it (RFC 4975 section 7.1).</summary>
    private string TransactionIdFor(ReadOnlySpan<byte> chunk)
    {
        string id;
        do
        {
            id = identifiers.Next(IdentLength);
        }
        while (chunk.IndexOf(Encoding.ASCII.GetBytes(id)) >= 0);
        return id;
    }
}
