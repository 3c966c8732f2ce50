using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Harness.Driving.Contract;

/// <summary>Reads the params of an adapter request; whatever does not fit is a <see cref="VerbException"/> that names the key.</summary>
internal readonly struct VerbParameters(JsonObject? values, string path = "params")
{
    public VerbParameters Object(string key) =>
        new(values?[key] as JsonObject ?? throw Wrong(key, "an object"), $"{path}.{key}");

    public string Text(string key) => OptionalText(key) ?? throw Wrong(key, "a string");

    public string? OptionalText(string key) => values?[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => throw Wrong(key, "a string"),
    };

    public int? OptionalNumber(string key) => values?[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) => number,
        _ => throw Wrong(key, "a whole number"),
    };

    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var item in values?[key] as JsonArray ?? throw Wrong(key, "an array of strings"))
        {
            texts.Add(item is JsonValue value && value.GetValueKind() == JsonValueKind.String
                ? value.GetValue<string>()
                : throw Wrong(key, "an array of strings"));
        }

        return texts;
    }

    public VerbException Wrong(string key, string wanted) =>
        new(VerbException.InvalidParams, $"{path}.{key} must be {wanted}");
}
