using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Harness.Tracing;

/// <summary>
/// A trace as a file (NDJSON, UTF-8): a first line with the format's version, the scenario and the number of events, then
/// one object per event in order. Octets that are readable text stand as text, others as base64; both come back exactly.
/// </summary>
public static class TraceFile
{
    /// <summary>The version of the format that is written, and the only one that is read.</summary>
    public const int Version = 1;

    public static void Write(Stream stream, Trace trace)
    {
        WriteLine(stream, new Header(Version, trace.Scenario, trace.Provisioning, trace.Interruption, trace.Events.Count));
        foreach (var happened in trace.Events)
        {
            WriteLine(stream, happened);
        }
    }

    public static void Write(string path, Trace trace)
    {
        using var stream = File.Create(path);
        Write(stream, trace);
    }

    /// <summary>Reads one trace up to the end of the stream.</summary>
    /// <exception cref="InvalidDataException">The line that is wrong, and how; a file that ends early names the line that is missing.</exception>
    public static Trace Read(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Read(memory.GetBuffer().AsMemory(0, (int)memory.Length));
    }

    /// <inheritdoc cref="Read(Stream)"/>
    public static Trace Read(string path) => Read(File.ReadAllBytes(path).AsMemory());

    private static Trace Read(ReadOnlyMemory<byte> octets)
    {
        var lines = Lines(octets);
        CheckVersion(lines[0]);
        var header = Parse<Header>(lines[0], 1);
        if (lines.Count - 1 > header.Events)
        {
            throw Invalid(header.Events + 2, $"the file goes on after its {header.Events} events");
        }

        var events = new List<TraceEvent>(lines.Count);
        for (var number = 1; number < lines.Count; number++)
        {
            var happened = Parse<TraceEvent>(lines[number], number + 1);
            events.Add(happened.Number == number ? happened : throw Invalid(number + 1, $"event {happened.Number} stands where event {number} belongs"));
        }

        return events.Count == header.Events
            ? new Trace(header.Scenario, header.Provisioning, events, header.Interruption)
            : throw Invalid(lines.Count + 1, $"the file ends after {events.Count} of {header.Events} events");
    }

    /// <summary>The lines without line ends; the last may lack its own.</summary>
    private static List<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> octets)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        while (!octets.IsEmpty)
        {
            var feed = octets.Span.IndexOf((byte)'\n');
            lines.Add(feed < 0 ? octets : octets[..feed]);
            octets = feed < 0 ? default : octets[(feed + 1)..];
        }

        return lines.Count > 0 ? lines : throw Invalid(1, "the file is empty");
    }

    /// <summary>Another version may have other keys: it is told apart before they are read.</summary>
    private static void CheckVersion(ReadOnlyMemory<byte> line)
    {
        var start = Parse<JsonElement>(line, 1);
        if (start.ValueKind != JsonValueKind.Object || !start.TryGetProperty("trace", out var version))
        {
            throw Invalid(1, "a trace file begins with an object that has the key \"trace\"");
        }

        if (version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != Version)
        {
            throw Invalid(1, $"trace format {version} is not known, only {Version}");
        }
    }

    private static T Parse<T>(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line.Span, TraceJson.Options) ?? throw Invalid(number, "an object is wanted, not null");
        }
        catch (JsonException e)
        {
            throw Invalid(number, $"{WithoutPosition(e.Message)} (octet {e.BytePositionInLine ?? 0})");
        }
        catch (NotSupportedException e)
        {
            // How System.Text.Json says that an abstract type has no discriminator.
            throw Invalid(number, WithoutPosition(e.Message));
        }
    }

    private static string WithoutPosition(string message) => message.Split(" Path: ")[0];

    private static InvalidDataException Invalid(int line, string what) => new($"line {line}: {what}");

    private static void WriteLine<T>(Stream stream, T value)
    {
        JsonSerializer.Serialize(stream, value, TraceJson.Options);
        stream.Write("\n"u8);
    }

    private sealed record Header(
        [property: JsonPropertyName("trace")] int Version,
        string Scenario,
        Provisioning Provisioning,
        string? Interruption,
        int Events);
}
