using System.Text;
using System.Text.Json;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Contract;

/// <summary>Something in a line that breaks the adapter contract.</summary>
internal sealed class ContractException(string message) : Exception(message);

/// <summary>One line of a client, read: an answer or a notification.</summary>
internal abstract record ClientLine;

/// <summary>An answer; the result is undefined when there is an error. A null id is no number, or one that does not fit.</summary>
internal sealed record Reply(int? Id, JsonElement Result, RpcError? Error) : ClientLine;

internal sealed record RpcError(int Code, string Message);

internal sealed record Notification(Report Report) : ClientLine;

/// <summary>
/// Reads lines of the adapter contract. Members that the contract does not know are passed over; a member that it knows
/// has to be what it says.
/// </summary>
internal static class ContractReader
{
    /// <summary>JSON-RPC 2.0 section 5.1: the method does not exist.</summary>
    public const int MethodNotFound = -32601;

    private const int QuotedLength = 200;
    private static readonly string[] Described = ["state", "imSessionIdentity", "supportedMethods", "members"];
    private static readonly string[] States = ["inviting", "up", "failed", "ended"];

    /// <exception cref="ContractException">The line breaks the contract.</exception>
    public static ClientLine Read(string line)
    {
        var message = Parse(line);
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw new ContractException("a line that is not a JSON object");
        }

        if (!message.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String || version.GetString() != "2.0")
        {
            throw new ContractException("jsonrpc is not \"2.0\"");
        }

        return message.TryGetProperty("method", out _) ? NotificationOf(message) : ReplyOf(message);
    }

    /// <summary>A line as a fault shows it: cut where it is long.</summary>
    public static string Quote(string line) => line.Length > QuotedLength ? $"'{line[..QuotedLength]}…'" : $"'{line}'";

    /// <summary>What a channel's client has begun to write, as the end of a sentence; "" for nothing.</summary>
    public static string Unfinished(ILineChannel channel) => channel.Unfinished is { Length: > 0 } half ? $"; its line has no end: {Quote(half)}" : "";

    public static ClientIdentity Identity(JsonElement result)
    {
        var contract = Member(result, "contract");
        if (contract.ValueKind != JsonValueKind.Number || !contract.TryGetInt32(out var number) || number != JsonRpcAdapter.Contract)
        {
            throw new ContractException($"contract is not {JsonRpcAdapter.Contract}");
        }

        return new ClientIdentity(Text(result, "name"), Text(result, "version"), Texts(result, "verbs"));
    }

    public static string Chat(JsonElement result) => Text(result, "chat");

    public static ChatDescription Description(JsonElement result)
    {
        var state = Optional(result, "state", Text);
        return state is null || States.Contains(state)
            ? new ChatDescription(
                state,
                Optional(result, "imSessionIdentity", Text),
                Optional(result, "supportedMethods", Texts),
                Optional(result, "members", Texts),
                [.. Described.Where(it => !result.TryGetProperty(it, out _))])
            : throw new ContractException($"state is none of {string.Join(", ", States)}");
    }

    private static JsonElement Parse(string line)
    {
        try
        {
            return JsonText.Parse(Encoding.UTF8.GetBytes(line), refusesDuplicates: true);
        }
        catch (JsonException)
        {
            throw new ContractException("a line that is not a JSON object");
        }
    }

    private static Notification NotificationOf(JsonElement message)
    {
        if (message.TryGetProperty("id", out _))
        {
            throw new ContractException("a request, which only the harness may send");
        }

        var method = Text(message, "method");
        var parameters = message.TryGetProperty("params", out var given) ? given : default;
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            throw new ContractException($"{method}: params is not an object");
        }

        return new Notification(method switch
        {
            "userNotified" => new UserNotified(Text(parameters, "kind"), Text(parameters, "text")),
            "chatEstablished" => new ChatEstablished(Text(parameters, "chat")),
            "chatEnded" => new ChatEnded(Text(parameters, "chat")),
            "messageReceived" => new MessageReceived(Text(parameters, "chat"), Text(parameters, "contentType"), Text(parameters, "body")),
            _ => throw new ContractException($"an unknown notification {Quote(method)}"),
        });
    }

    private static Reply ReplyOf(JsonElement message)
    {
        var hasResult = message.TryGetProperty("result", out var result);
        var hasError = message.TryGetProperty("error", out var error);
        if (hasResult == hasError)
        {
            throw new ContractException("neither a notification nor an answer with either result or error");
        }

        if (hasResult && result.ValueKind != JsonValueKind.Object)
        {
            throw new ContractException("result is not an object");
        }

        int? id = Member(message, "id") is { ValueKind: JsonValueKind.Number } given && given.TryGetInt32(out var number) ? number : null;
        return new Reply(id, result, hasError ? ErrorOf(error) : null);
    }

    private static RpcError ErrorOf(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object
            || !error.TryGetProperty("code", out var code)
            || code.ValueKind != JsonValueKind.Number
            || !code.TryGetInt32(out var number))
        {
            throw new ContractException("error is not an object with a whole number as code");
        }

        return new RpcError(number, Text(error, "message"));
    }

    private static JsonElement Member(JsonElement from, string name) => from.TryGetProperty(name, out var member) ? member : default;

    private static string Text(JsonElement from, string name) => Member(from, name) is { ValueKind: JsonValueKind.String } text
        ? text.GetString()!
        : throw new ContractException($"{name} is not a string");

    private static List<string> Texts(JsonElement from, string name) =>
        Member(from, name) is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(it => it.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(it => it.GetString()!)]
            : throw new ContractException($"{name} is not an array of strings");

    private static T? Optional<T>(JsonElement from, string name, Func<JsonElement, string, T> read)
        where T : class =>
        Member(from, name).ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : read(from, name);
}
