using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Conformance.Tests.Harness.Driving.Contract;

/// <summary>The schema of the adapter contract as it is published.</summary>
internal static class PublishedContract
{
    private static readonly JsonObject Definitions = JsonNode.Parse(File.ReadAllText(Solution.Fixture("contract", "adapter.schema.json")))!["$defs"]!.AsObject();
    private static readonly Dictionary<string, JsonSchema> Schemas = [];

    /// <summary>The methods of a kind of messages: request, result or notification.</summary>
    public static IReadOnlyList<string> Names(string kind) => [.. Definitions.Select(it => it.Key).Where(it => it.StartsWith(kind + ".", StringComparison.Ordinal)).Select(it => it[(kind.Length + 1)..])];

    /// <summary>Whether a line may go to the client.</summary>
    public static bool TakesToClient(JsonNode line) => Takes("toClient", line);

    /// <summary>Whether a line may come from the client, the result apart.</summary>
    public static bool TakesFromClient(JsonNode line) => Takes("fromClient", line);

    /// <summary>Whether a result may answer that verb.</summary>
    public static bool TakesResult(string verb, JsonNode result) => Takes("result." + (Names("result").Contains(verb) ? verb : "other"), result);

    private static bool Takes(string definition, JsonNode line)
    {
        JsonSchema? schema;
        lock (Schemas)
        {
            if (!Schemas.TryGetValue(definition, out schema))
            {
                schema = Schemas[definition] = JsonSchema.FromText($$"""{ "$ref": "#/$defs/{{definition}}", "$defs": {{Definitions.ToJsonString()}} }""");
            }
        }

        return schema.Evaluate(JsonSerializer.SerializeToElement(line)).IsValid;
    }
}
