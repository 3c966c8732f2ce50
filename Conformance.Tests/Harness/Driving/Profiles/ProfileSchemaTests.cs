using System.Text.Json.Nodes;
using Conformance.Harness.Driving.Profiles;

namespace Conformance.Tests.Harness.Driving.Profiles;

/// <summary>Holds the published schema and the reader of profiles together, key by key.</summary>
public sealed class ProfileSchemaTests
{
    /// <summary>The driver's keys hang on its kind, which the sample has as stdio.</summary>
    private const string OfAnotherKind = "driver.commands";

    private static readonly JsonObject Schema =
        JsonNode.Parse(File.ReadAllText(Solution.Fixture("clients", "profile.schema.json")))!.AsObject();

    /// <summary>Every key of every object of the schema whose keys are fixed: its path in the sample, and whether it is required.</summary>
    public static IEnumerable<TestCaseData> Keys() => Walk("", Schema).Where(it => it.Path != OfAnotherKind).Select(it => new TestCaseData(it.Path, it.IsRequired));

    /// <summary>The paths of those objects.</summary>
    public static IEnumerable<string> Objects() => Walk("", Schema).Select(it => it.Path[..(it.Path.LastIndexOf('.') + 1)]).Distinct();

    [TestCaseSource(nameof(Keys))]
    public void Key_of_the_schema_is_required_by_the_reader_exactly_when_the_schema_says_so(string path, bool isRequired)
    {
        var without = ProfileSample.With(path, null);

        if (isRequired)
        {
            var key = path[(path.LastIndexOf('.') + 1)..];
            Assert.That(() => ProfileSample.Parse(without), Throws.TypeOf<ProfileException>().With.Message.Contains($"key \"{key}\" is missing"));
        }
        else
        {
            Assert.That(() => ProfileSample.Parse(without), Throws.Nothing);
        }
    }

    [TestCaseSource(nameof(Objects))]
    public void Key_that_the_schema_does_not_know_is_refused(string path) =>
        Assert.That(
            () => ProfileSample.Parse(ProfileSample.With(path + "surplus", "1")),
            Throws.TypeOf<ProfileException>().With.Message.Contains("unknown key \"surplus\""));

    [TestCaseSource(nameof(Objects))]
    public void Key_that_the_reader_knows_is_in_the_schema(string path)
    {
        var message = Assert.Throws<ProfileException>(() => ProfileSample.Parse(ProfileSample.With(path + "surplus", "1")))!.Message;
        var known = message[(message.LastIndexOf("known are ", StringComparison.Ordinal) + "known are ".Length)..].Split(", ");
        var published = Walk("", Schema).Where(it => it.Path.StartsWith(path, StringComparison.Ordinal)).Select(it => it.Path[path.Length..]);

        Assert.That(known, Is.SubsetOf(published));
    }

    private static IEnumerable<(string Path, bool IsRequired)> Walk(string prefix, JsonObject schema)
    {
        var required = Names(schema["required"]).Concat(prefix == "driver." ? ["command"] : []).ToList();
        foreach (var (key, value) in schema["properties"]!.AsObject())
        {
            var path = prefix + key;
            yield return (path, required.Contains(key));
            var inner = value!["items"] is JsonObject items ? (Path: path + ".0.", Schema: items) : (Path: path + ".", Schema: value.AsObject());
            foreach (var below in inner.Schema["properties"] is null ? [] : Walk(inner.Path, inner.Schema))
            {
                yield return below;
            }
        }
    }

    private static IEnumerable<string> Names(JsonNode? list) => list?.AsArray().Select(it => it!.GetValue<string>()) ?? [];
}
