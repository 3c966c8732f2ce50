using System.Globalization;
using System.Text.RegularExpressions;

namespace Conformance.Harness.Driving.Profiles;

/// <summary>Durations as profiles and options have them: a whole number and its unit.</summary>
internal static partial class Durations
{
    /// <summary>How to write one.</summary>
    public const string Example = "write it like \"5s\", \"500ms\" or \"2m\"";

    /// <summary>5s, 500ms or 2m; null for what is no duration, and for none at all.</summary>
    public static TimeSpan? Parse(string text)
    {
        var match = Shape().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var count = int.Parse(match.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.FromMilliseconds(count),
            "s" => TimeSpan.FromSeconds(count),
            _ => TimeSpan.FromMinutes(count),
        };
    }

    public static string Write(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0}ms");

    /// <summary>For a person: 90 s, 2 min.</summary>
    public static string Words(TimeSpan duration) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(duration.TotalMinutes >= 2 ? Math.Round(duration.TotalMinutes, 1) : Math.Round(duration.TotalSeconds, 1))} {(duration.TotalMinutes >= 2 ? "min" : "s")}");

    [GeneratedRegex(@"\A(?<count>[1-9][0-9]{0,6})(?<unit>ms|s|m)\z")]
    private static partial Regex Shape();
}
