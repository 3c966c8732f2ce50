using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Mutation;
using Conformance.Harness.Scenarios;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Driving.Contract;

/// <summary>Holds the published contract (schema, transcript, document) and the program together.</summary>
public sealed class PublishedContractTests
{
    private const string Transcript = "transcript.ndjson";
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonNode Absent = JsonValue.Create("absent");
    private static readonly Lazy<IReadOnlyList<(string To, JsonObject Line)>> Heard = new(() => [.. ScenarioCatalogue.All.SelectMany(Overhear)]);

    [Test]
    public void All_that_suite_and_reference_client_say_is_in_the_schema()
    {
        var verbs = new Dictionary<int, string>();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (to, line) in Heard.Value)
            {
                Assert.That(to == "client" ? PublishedContract.TakesToClient(line) : PublishedContract.TakesFromClient(line), line.ToJsonString());
                if (to == "client")
                {
                    verbs[line["id"]!.GetValue<int>()] = line["method"]!.GetValue<string>();
                }
                else if (line["result"] is { } result)
                {
                    Assert.That(PublishedContract.TakesResult(verbs[line["id"]!.GetValue<int>()], result), line.ToJsonString());
                }
            }
        }

        Assert.That(Heard.Value.Select(it => it.Line["method"]?.GetValue<string>()).OfType<string>().Distinct(), Is.EquivalentTo(PublishedContract.Names("request").Concat(PublishedContract.Names("notification"))), "nothing stands in the schema that is never said");
    }

    /// <summary>What a client says, with one member taken away or of another kind: reader and schema take or refuse it alike.</summary>
    [Test]
    public void Reader_refuses_what_the_schema_refuses()
    {
        var asked = new Dictionary<int, string>();
        var spoilt = 0;
        using (Assert.EnterMultipleScope())
        {
            foreach (var (to, line) in Heard.Value.GroupBy(it => it.To + Shape(it.Line)).Select(it => it.First()).Concat(Overhear(ScenarioCatalogue.All.First(it => it.Name == "conference-told"))))
            {
                if (to == "client")
                {
                    asked[line["id"]!.GetValue<int>()] = line["method"]!.GetValue<string>();
                    continue;
                }

                var verb = line["id"] is { } id ? asked.GetValueOrDefault(id.GetValue<int>(), "other") : "other";
                foreach (var variant in Variants(line))
                {
                    spoilt++;
                    var isPublished = PublishedContract.TakesFromClient(variant) && (variant["result"] is not { } result || PublishedContract.TakesResult(verb, result));
                    Assert.That(IsRead(variant, verb), Is.EqualTo(isPublished), variant.ToJsonString());
                }
            }
        }

        Assert.That(spoilt, Is.GreaterThan(100));
    }

    [Test]
    public void Transcript_is_what_is_said_in_a_chat()
    {
        var said = string.Concat(Overhear(ScenarioCatalogue.All.First(it => it.Name == "ad-hoc-chat-two-users"))
            .Select(it => new JsonObject { ["to"] = it.To, ["line"] = it.Line.DeepClone() }.ToJsonString(AsWritten) + "\n"));
        var published = File.ReadAllText(Solution.Fixture("contract", Transcript));
        if (said != published)
        {
            File.WriteAllText(Solution.Fixture("contract", Transcript.Replace("ndjson", "received.ndjson", StringComparison.Ordinal)), said);
        }

        Assert.That(said, Is.EqualTo(published), "accepting is renaming transcript.received.ndjson");
    }

    [Test]
    public void Document_names_each_message()
    {
        var document = File.ReadAllText(Solution.Fixture("contract", "README.md"));

        Assert.That(PublishedContract.Names("request").Concat(PublishedContract.Names("notification")).Where(it => !document.Contains($"`{it}`", StringComparison.Ordinal)), Is.Empty);
    }

    private static List<(string To, JsonObject Line)> Overhear(Scenario scenario)
    {
        var heard = new List<(string To, JsonObject Line)>();
        var profile = ClientProfile.BuiltIn;
        new ScenarioRunner(profile, "udp", (_, at) => new OverheardChannel(new MemoryChannel(at.Loop, at.ClientNetwork, InProcess.ReferenceClient(at.Client, 1, Tamper.None, ClientTimers.Usual)), heard))
            .Run(scenario, ScenarioEnvironment.Memory(), 1);
        return heard;
    }

    private static string Shape(JsonObject line) => line["method"]?.GetValue<string>() ?? (line["error"] is null ? string.Join(' ', line["result"]!.AsObject().Select(it => it.Key)) : "error");

    /// <summary>Each member, at any depth, taken away, null, or of three other kinds.</summary>
    private static IEnumerable<JsonObject> Variants(JsonObject line)
    {
        yield return line;
        foreach (var path in Paths(line, []))
        {
            foreach (var value in new JsonNode?[] { Absent, null, JsonValue.Create(7), JsonValue.Create("7"), new JsonArray("7") })
            {
                var copy = line.DeepClone().AsObject();
                var parent = path[..^1].Aggregate((JsonNode)copy, (node, key) => node[key]!).AsObject();
                if (ReferenceEquals(value, Absent))
                {
                    parent.Remove(path[^1]);
                }
                else
                {
                    parent[path[^1]] = value?.DeepClone();
                }

                yield return copy;
            }
        }
    }

    private static IEnumerable<string[]> Paths(JsonObject node, string[] above) =>
        node.SelectMany(it => new[] { (string[])[.. above, it.Key] }.Concat(it.Value is JsonObject inner ? Paths(inner, [.. above, it.Key]) : []));

    /// <summary>Whether the reader takes the line as the answer to that verb.</summary>
    private static bool IsRead(JsonObject line, string verb)
    {
        try
        {
            var read = ContractReader.Read(line.ToJsonString());
            if (read is Reply { Error: null } reply)
            {
                _ = verb switch
                {
                    "initialize" => (object)ContractReader.Identity(reply.Result),
                    "startChat" => ContractReader.Chat(reply.Result),
                    "describeChat" => ContractReader.Description(reply.Result),
                    _ => reply,
                };
            }

            // The answer without a number is that to no request, and is refused for it.
            return read is not Reply { Id: null } unnumbered || (unnumbered.Error is not null && line.ContainsKey("id") && line["id"] is null);
        }
        catch (ContractException)
        {
            return false;
        }
    }
}
