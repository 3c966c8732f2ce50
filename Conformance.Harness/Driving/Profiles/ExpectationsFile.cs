using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Profiles;

/// <summary>The list of known deviations in the file of a profile, written anew; everything else in it stays as it is.</summary>
internal static class ExpectationsFile
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The octets of a profile with these expectations in the place of those that it has.</summary>
    public static byte[] With(ReadOnlySpan<byte> profile, IReadOnlyList<Expectation> expectations)
    {
        var list = Encoding.UTF8.GetBytes(Written(expectations));
        var (start, end, isThere) = Place(profile);
        return isThere
            ? [.. profile[..start], .. list, .. profile[end..]]
            : [.. profile[..start], .. ",\n  \"expectations\": "u8, .. list, .. profile[end..]];
    }

    private static string Written(IReadOnlyList<Expectation> expectations) => expectations.Count == 0
        ? "[]"
        : $"[\n{string.Join(",\n", expectations.Select(it => $"    {{ \"requirement\": {Text(it.Requirement)}, \"reason\": {Text(it.Reason)}, \"issue\": {Text(it.Issue.OriginalString)}, \"expires\": \"{it.Expires:yyyy-MM-dd}\"{(it.Transport is null ? "" : $", \"transport\": \"{it.Transport}\"")} }}"))}\n  ]";

    private static string Text(string value) => JsonSerializer.Serialize(value, AsWritten);

    /// <summary>Where the list stands, or where the last member ends.</summary>
    private static (int Start, int End, bool IsThere) Place(ReadOnlySpan<byte> profile)
    {
        var mark = profile.StartsWith("\uFEFF"u8) ? 3 : 0;
        var reader = new Utf8JsonReader(profile[mark..]);
        reader.Read();
        var last = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals("expectations"u8);
            reader.Read();
            var start = mark + (int)reader.TokenStartIndex;
            reader.Skip();
            last = mark + (int)reader.BytesConsumed;
            if (isList)
            {
                return (start, last, true);
            }
        }

        return (last, last, false);
    }
}
