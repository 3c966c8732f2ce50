using System.Text.RegularExpressions;

namespace Conformance.Harness.Driving.Processes;

/// <summary>What stands in braces in the command lines of a client that has one for each verb.</summary>
internal static partial class CommandPlaceholders
{
    private static readonly string[] Always = ["core", "address", "user", "password", "domain", "factory", "localAddress", "transport"];

    private static readonly Dictionary<string, string[]> OfVerb = new(StringComparer.Ordinal)
    {
        ["startChat"] = ["chat", "invitee", "invitees"],
        ["sendMessage"] = ["chat", "contentType", "body"],
        ["endChat"] = ["chat"],
        ["subscribeConference"] = ["chat"],
    };

    /// <summary>The verbs without which no scenario can be driven.</summary>
    public static string[] Required { get; } = ["register", "startChat"];

    /// <summary>The other verbs that a command can serve: all but describeChat, whose answer is more than an exit code.</summary>
    public static string[] Optional { get; } = ["sendMessage", "endChat", "subscribeConference", "deregister"];

    /// <summary>Those that are known when the verb is asked for.</summary>
    public static IReadOnlyList<string> Of(string verb) => [.. Always, .. OfVerb.GetValueOrDefault(verb) ?? []];

    /// <summary>The names in braces in a word; ${NAME} is the shell's.</summary>
    public static IEnumerable<string> In(string word) => Shape().Matches(word).Select(it => it.Groups[1].Value);

    /// <summary>The word with the values in the place of the names.</summary>
    public static string Fill(string word, IReadOnlyDictionary<string, string> values) =>
        Shape().Replace(word, it => values.GetValueOrDefault(it.Groups[1].Value, it.Value));

    [GeneratedRegex(@"(?<!\$)\{([A-Za-z]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
