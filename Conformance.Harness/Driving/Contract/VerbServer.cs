using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Harness.Driving.Contract;

/// <summary>A request of the adapter contract, to be answered once.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Parameters">Its params.</param>
/// <param name="Answer">Answers with a result.</param>
/// <param name="Refuse">Answers with an error: its JSON-RPC code and a text for the report.</param>
internal sealed record Verb(string Name, VerbParameters Parameters, Action<JsonObject> Answer, Action<int, string> Refuse)
{
    /// <summary>Answers that it failed.</summary>
    public void Fail(string problem) => Refuse(VerbException.Failed, problem);

    /// <summary>Answers that it was done, or what was wrong.</summary>
    public void Conclude(string? problem)
    {
        if (problem is null)
        {
            Answer([]);
        }
        else
        {
            Fail(problem);
        }
    }
}

/// <summary>The client's end of the adapter contract: reads requests and has them carried out; what throws a <see cref="VerbException"/> is answered with it.</summary>
internal sealed class VerbServer(AdapterPort user, Func<JsonObject, JsonObject> tamper, Action<Verb> carry)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The result of initialize.</summary>
    public static JsonObject Identity(string name, string? version, IEnumerable<string> verbs) => new()
    {
        ["contract"] = JsonRpcAdapter.Contract,
        ["name"] = name,
        ["version"] = version,
        ["verbs"] = new JsonArray([.. verbs.Select(it => JsonValue.Create(it))]),
    };

    /// <summary>Takes one line.</summary>
    public void Receive(string line)
    {
        try
        {
            if (JsonNode.Parse(line, documentOptions: Strict) is JsonObject request)
            {
                Receive(request);
            }
            else
            {
                user.Error(null, VerbException.InvalidRequest, "the line is no JSON object");
            }
        }
        catch (JsonException failure)
        {
            user.Error(null, VerbException.ParseError, $"the line is no JSON: {failure.Message}");
        }
    }

    /// <summary>Takes one request.</summary>
    public void Receive(JsonObject received)
    {
        var request = tamper(received);
        var id = request["id"];
        try
        {
            if (request["method"] is not JsonValue method || method.GetValueKind() != JsonValueKind.String)
            {
                throw new VerbException(VerbException.InvalidRequest, "the request has no method");
            }

            carry(new Verb(
                method.GetValue<string>(),
                new VerbParameters(request["params"] as JsonObject),
                result => user.Result(id, result),
                (code, problem) => user.Error(id, code, problem)));
        }
        catch (VerbException failure)
        {
            user.Error(id, failure.Code, failure.Message);
        }
    }
}
