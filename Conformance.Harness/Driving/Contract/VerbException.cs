namespace Conformance.Harness.Driving.Contract;

/// <summary>A request of the adapter contract that gets an error: its JSON-RPC code and a text for the report.</summary>
internal sealed class VerbException(int code, string message) : Exception(message)
{
    /// <summary>JSON-RPC 2.0 section 5.1: the line is not JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>JSON-RPC 2.0 section 5.1: the line is not a request object.</summary>
    public const int InvalidRequest = -32600;

    public const int MethodNotFound = -32601;

    public const int InvalidParams = -32602;

    /// <summary>The verb is there and failed.</summary>
    public const int Failed = -32000;

    public int Code { get; } = code;
}
