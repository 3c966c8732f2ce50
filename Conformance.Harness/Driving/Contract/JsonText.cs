using System.Text.Json;

namespace Conformance.Harness.Driving.Contract;

/// <summary>Reads JSON strictly: no name twice in an object, and every string is Unicode text.</summary>
internal static class JsonText
{
    /// <summary>The value, which outlives the octets.</summary>
    /// <exception cref="JsonException">It is not such JSON; line and octet are given, counted from 0.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> octets, bool refusesDuplicates)
    {
        DemandText(octets.Span);
        using var document = JsonDocument.Parse(octets, new JsonDocumentOptions { AllowDuplicateProperties = !refusesDuplicates });
        return document.RootElement.Clone();
    }

    /// <summary>Reads every string once: an escape may name half a surrogate pair, which is no text and would throw at its first use.</summary>
    private static void DemandText(ReadOnlySpan<byte> octets)
    {
        var reader = new Utf8JsonReader(octets);
        while (reader.Read())
        {
            try
            {
                _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
            }
            catch (InvalidOperationException problem)
            {
                var before = octets[..(int)reader.TokenStartIndex];
                throw new JsonException(problem.Message, null, before.Count((byte)'\n'), before.Length - before.LastIndexOf((byte)'\n') - 1, problem);
            }
        }
    }
}
