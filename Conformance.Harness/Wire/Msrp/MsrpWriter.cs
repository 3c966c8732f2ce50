using System.Text;

namespace Conformance.Harness.Wire.Msrp;

/// <summary>Composes MSRP messages in the order of RFC 4975 section 9: paths, other headers, Content-Type, body, end-line.</summary>
public sealed class MsrpWriter
{
    private readonly string _transactionId;
    private readonly StringBuilder _head = new();
    private string? _contentType;
    private byte[] _body = [];

    private MsrpWriter(string startLine, string transactionId, string toPath, string fromPath)
    {
        _transactionId = transactionId;
        _head.Append(startLine).Append("\r\n");
        Header("To-Path", toPath).Header("From-Path", fromPath);
    }

    public static MsrpWriter Request(string transactionId, string method, string toPath, string fromPath) =>
        new($"MSRP {transactionId} {method}", transactionId, toPath, fromPath);

    public static MsrpWriter Response(string transactionId, int statusCode, string? comment, string toPath, string fromPath) =>
        new($"MSRP {transactionId} {statusCode:D3}{(comment is null ? "" : " " + comment)}", transactionId, toPath, fromPath);

    public MsrpWriter Header(string name, string value)
    {
        _head.Append(name).Append(": ").Append(value).Append("\r\n");
        return this;
    }

    public MsrpWriter Body(string contentType, ReadOnlySpan<byte> body)
    {
        _contentType = contentType;
        _body = body.ToArray();
        return this;
    }

    /// <summary>
    /// Closes the message with its end-line. A body that holds this end-line would be cut there (RFC 4975 section 7.1):
    /// the transaction id has to be one that the body does not contain.
    /// </summary>
    /// <exception cref="InvalidOperationException">The body holds the message's own end-line.</exception>
    public MsrpMessage Write(char continuationFlag = '$')
    {
        var endLine = $"-------{_transactionId}";
        if (_body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(endLine)) is var found && found >= 0 && HasFlagAt(found + endLine.Length))
        {
            throw new InvalidOperationException($"the body contains the end-line of its own transaction {_transactionId}");
        }

        var head = _contentType is null ? $"{_head}" : $"{_head}Content-Type: {_contentType}\r\n\r\n";
        var tail = _contentType is null ? "" : "\r\n";
        return MsrpMessage.Parse((byte[])
        [
            .. Encoding.UTF8.GetBytes(head),
            .. _body,
            .. Encoding.UTF8.GetBytes($"{tail}{endLine}{continuationFlag}\r\n"),
        ]);
    }

    private bool HasFlagAt(int at) => at < _body.Length && MsrpEnd.IsFlag(_body[at]);
}
