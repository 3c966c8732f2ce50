using System.Globalization;
using System.Text;

namespace Conformance.Harness.Core.Msrp;

/// <summary>A message/cpim wrapper around a text (RFC 3862): as much of it as an answer needs.</summary>
internal sealed record Cpim(string From, string To, string ContentType, string Text)
{
    private const string Anonymous = "<sip:anonymous@anonymous.invalid>";

    /// <summary>Reads a wrapper; null when there is no text in it.</summary>
    public static Cpim? Parse(string wrapped)
    {
        var sections = wrapped.ReplaceLineEndings("\n").Split("\n\n", 3);
        if (sections.Length < 3)
        {
            return null;
        }

        var type = Field(sections[1], "Content-Type") ?? "text/plain";
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            ? new Cpim(Field(sections[0], "From") ?? Anonymous, Field(sections[0], "To") ?? Anonymous, type, sections[2])
            : null;
    }

    /// <summary>A wrapper around a text whose sender and receiver stay unnamed.</summary>
    public static Cpim Around(string contentType, string text) => new(Anonymous, Anonymous, contentType, text);

    /// <summary>The same text back to its sender.</summary>
    public Cpim Answer(string text) => this with { From = To, To = From, Text = text };

    public byte[] Write(DateTimeOffset now) => Encoding.UTF8.GetBytes(
        $"From: {From}\r\nTo: {To}\r\nDateTime: {now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}\r\n\r\n"
        + $"Content-Type: {ContentType}\r\n\r\n{Text}");

    private static string? Field(string section, string name) => section.Split('\n')
        .Where(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 1)..].Trim())
        .FirstOrDefault();
}
