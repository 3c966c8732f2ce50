using System.Text.Json.Nodes;
using Conformance.Harness.Mutation;

namespace Conformance.Harness.Driving.Contract;

/// <summary>The client's side of the adapter contract: JSON-RPC 2.0 results, errors and notifications, through the report port.</summary>
internal sealed class AdapterPort(Tamper tamper, Action<JsonObject> write)
{
    public void Result(JsonNode? id, JsonObject result) =>
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["result"] = result });

    public void Error(JsonNode? id, int code, string message) => Send(new JsonObject
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    });

    public void ChatEstablished(string chat) => Notify("chatEstablished", new JsonObject { ["chat"] = chat });

    public void ChatEnded(string chat) => Notify("chatEnded", new JsonObject { ["chat"] = chat });

    public void UserNotified(string kind, string text) =>
        Notify("userNotified", new JsonObject { ["kind"] = kind, ["text"] = text });

    public void MessageReceived(string chat, string contentType, string body) =>
        Notify("messageReceived", new JsonObject { ["chat"] = chat, ["contentType"] = contentType, ["body"] = body });

    private void Notify(string method, JsonObject parameters) =>
        Send(new JsonObject { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters });

    private void Send(JsonObject line)
    {
        foreach (var instead in tamper.Report(line))
        {
            write(instead);
        }
    }
}
