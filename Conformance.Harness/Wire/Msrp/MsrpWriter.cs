namespace Conformance.Harness.Wire.Msrp;

/// <summary>Composes MSRP messages in the order of RFC 4975 section 9: paths, other headers, Content-Type, body, end-line.</summary>
public sealed class MsrpWriter
{
    private MsrpWriter()
    {
    }

    public static MsrpWriter Request(string transactionId, string method, string toPath, string fromPath) => throw new NotImplementedException();

    public static MsrpWriter Response(string transactionId, int statusCode, string? comment, string toPath, string fromPath) => throw new NotImplementedException();

    public MsrpWriter Header(string name, string value) => throw new NotImplementedException();

    public MsrpWriter Body(string contentType, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    /// <summary>Closes the message with its end-line.</summary>
    public MsrpMessage Write(char continuationFlag = '$') => throw new NotImplementedException();
}
