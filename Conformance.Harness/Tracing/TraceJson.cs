using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Conformance.Harness.Tracing;

/// <summary>
/// How the records of a trace stand in JSON: their constructor's parameters, and for one of several kinds a key that
/// names the record ("event", "verb", "said"). A key too few or too many is an error.
/// </summary>
internal static class TraceJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        AllowOutOfOrderMetadataProperties = true,
        AllowDuplicateProperties = false,
        // The file is read by people in a pager, never put into a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false),
            new SecondsConverter(),
            new EndPointConverter(),
            new OctetsConverter(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepRecordedProperties, NameKinds } },
    };

    /// <summary>What a record computes from its parameters is not stored; number and time of an event come first.</summary>
    private static void KeepRecordedProperties(JsonTypeInfo type)
    {
        for (var index = type.Properties.Count - 1; index >= 0; index--)
        {
            var property = type.Properties[index];
            if (property.AssociatedParameter is null)
            {
                type.Properties.RemoveAt(index);
            }
            else if (property.DeclaringType == typeof(TraceEvent))
            {
                property.Order = -1;
            }
        }
    }

    private static void NameKinds(JsonTypeInfo type)
    {
        var discriminator = type.Type == typeof(TraceEvent) ? "event"
            : type.Type == typeof(UserRequest) ? "verb"
            : type.Type == typeof(Report) ? "said"
            : null;
        if (discriminator is null)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (var kind in type.Type.Assembly.GetTypes().Where(it => it.BaseType == type.Type))
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, JsonNamingPolicy.CamelCase.ConvertName(kind.Name)));
        }
    }

    /// <summary>Seconds with seven decimals: exact, and a number that a person can read.</summary>
    private sealed class SecondsConverter : JsonConverter<TimeSpan>
    {
        private const decimal TicksPerSecond = TimeSpan.TicksPerSecond;

        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number
            && reader.TryGetDecimal(out var seconds)
            && Math.Abs(seconds) <= long.MaxValue / TicksPerSecond
                ? TimeSpan.FromTicks((long)(seconds * TicksPerSecond))
                : throw new JsonException("a number of seconds is wanted");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value.Ticks / TicksPerSecond);
    }

    private sealed class EndPointConverter : JsonConverter<IPEndPoint>
    {
        public override IPEndPoint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && IPEndPoint.TryParse(reader.GetString()!, out var endPoint)
                ? endPoint
                : throw new JsonException("an address with port is wanted");

        public override void Write(Utf8JsonWriter writer, IPEndPoint value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }

    /// <summary>A string for text, an object with the key "base64" for anything else.</summary>
    private sealed class OctetsConverter : JsonConverter<ReadOnlyMemory<byte>>
    {
        private static readonly SearchValues<byte> Controls = SearchValues.Create(
            [.. Enumerable.Range(0, 0x20).Where(it => it is not ('\t' or '\r' or '\n')).Select(it => (byte)it), 0x7F]);

        public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return Encoding.UTF8.GetBytes(reader.GetString()!);
            }

            var octets = reader.TokenType == JsonTokenType.StartObject
                && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("base64")
                && reader.Read() && reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out var value)
                && reader.Read() && reader.TokenType == JsonTokenType.EndObject
                    ? value
                    : null;
            return octets ?? throw new JsonException("octets are a string or {\"base64\": string}");
        }

        public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options)
        {
            if (IsText(value.Span))
            {
                writer.WriteStringValue(value.Span);
                return;
            }

            writer.WriteStartObject();
            writer.WriteBase64String("base64", value.Span);
            writer.WriteEndObject();
        }

        /// <summary>UTF-8 without control characters but tab and line ends, which JSON shows as they are: "\r\n".</summary>
        private static bool IsText(ReadOnlySpan<byte> octets) => !octets.ContainsAny(Controls) && Utf8.IsValid(octets);
    }
}
