using System.Text.Json;

namespace Conformance.Harness.Driving.Profiles;

/// <summary>A value of a profile with the place where it stands; what does not fit is a <see cref="ProfileException"/> that names it.</summary>
internal sealed class ProfileNode(string file, string path, JsonElement element)
{
    public string File => file;

    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    /// <summary>A member that <see cref="Keys"/> has found to be there.</summary>
    public ProfileNode this[string key] => new(file, $"{path}.{key}", element.GetProperty(key));

    /// <summary>A member that may be left out.</summary>
    public ProfileNode? Find(string key) => element.TryGetProperty(key, out _) ? this[key] : null;

    /// <summary>Holds an object against the keys that it must and may have, each at most once.</summary>
    public void Keys(string[] required, string[] optional)
    {
        string[] known = [.. required, .. optional];
        var present = Names();
        if (present.FirstOrDefault(it => !known.Contains(it)) is { } unknown)
        {
            throw Wrong($"unknown key \"{unknown}\"", $"known are {string.Join(", ", known)}");
        }

        if (required.FirstOrDefault(it => !present.Contains(it)) is { } missing)
        {
            throw Wrong($"key \"{missing}\" is missing", "add it");
        }
    }

    /// <summary>The members of an object whose keys are free.</summary>
    public IEnumerable<(string Name, ProfileNode Node)> Members() => Names().Select(it => (it, this[it]));

    public IEnumerable<ProfileNode> Items()
    {
        Expect("an array", JsonValueKind.Array);
        return element.EnumerateArray().Select((it, i) => new ProfileNode(file, $"{path}[{i}]", it));
    }

    public string Text(bool mayBeEmpty = false)
    {
        Expect("a string", JsonValueKind.String);
        return element.GetString()! switch
        {
            "" when !mayBeEmpty => throw Wrong("is empty", "give it a value"),
            var text when text.Contains('\0') => throw Wrong("has a NUL", "take it out"),
            var text => text,
        };
    }

    /// <summary>A text that stands in the lines of reports.</summary>
    public string Line() => Text() is var text && text.Any(char.IsControl) ? throw Wrong("has a control character", "take it out") : text;

    public bool Flag()
    {
        Expect("true or false", JsonValueKind.True, JsonValueKind.False);
        return element.GetBoolean();
    }

    public int Number(int least, int most)
    {
        Expect("a number", JsonValueKind.Number);
        return element.TryGetInt32(out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"{element.GetRawText()} is out of range", $"write a whole number from {least} to {most}");
    }

    public string OneOf(params string[] words)
    {
        var text = Text();
        return words.Contains(text)
            ? text
            : throw Wrong($"\"{text}\" is not known", $"write one of {string.Join(", ", words)}");
    }

    public ProfileException Wrong(string what, string mend) => new($"{file}: {path}: {what}; {mend}");

    private List<string> Names()
    {
        Expect("an object", JsonValueKind.Object);
        var names = element.EnumerateObject().Select(it => it.Name).ToList();
        return names.GroupBy(it => it).FirstOrDefault(it => it.Count() > 1) is { } twice
            ? throw Wrong($"key \"{twice.Key}\" stands there twice", "take one away")
            : names;
    }

    private void Expect(string wanted, params JsonValueKind[] kinds)
    {
        if (!kinds.Contains(element.ValueKind))
        {
            throw Wrong($"{Shown()} is not {wanted}", $"write {wanted}");
        }
    }

    private string Shown()
    {
        var text = element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "this" : element.GetRawText();
        return text.ReplaceLineEndings(" ");
    }
}
