using System.Text;
using System.Text.Json.Nodes;
using Conformance.Harness.Driving.Profiles;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Harness.Driving.Profiles;

public sealed class ExpectationsFileTests
{
    private static readonly Expectation One = new("IM-1-1", "it says \"no\"", new Uri("https://issues.example/7"), new DateOnly(2027, 6, 30));
    private static readonly Expectation Two = new("IM-1-2", "größer", new Uri("https://issues.example/8"), new DateOnly(2027, 6, 30), "udp");

    [Test]
    public void List_is_written_where_it_stands_and_the_rest_stays()
    {
        const string Profile = "\uFEFF{ \"expectations\" :  [ { \"a\": [1] } ] ,\n\t\"name\":\"Acme\" }";
        var written = Text(Profile, One);

        Assert.That(written, Is.EqualTo("\uFEFF{ \"expectations\" :  [\n    { \"requirement\": \"IM-1-1\", \"reason\": \"it says \\\"no\\\"\", \"issue\": \"https://issues.example/7\", \"expires\": \"2027-06-30\" }\n  ] ,\n\t\"name\":\"Acme\" }"));
        Assert.That(Text(written), Is.EqualTo("\uFEFF{ \"expectations\" :  [] ,\n\t\"name\":\"Acme\" }"));
    }

    [Test]
    public void List_that_there_is_not_is_added_behind_the_last_member()
    {
        var without = ProfileSample.Full;
        without.Remove("expectations");
        var written = Text(without.ToJsonString(), One, Two);

        Assert.That(ProfileSample.Parse(written).Expectations, Is.EqualTo(new[] { One, Two }));
        Assert.That(written, Does.StartWith(without.ToJsonString()[..^1]));
    }

    [Test]
    public void What_is_written_is_read_again([Values(0, 1, 2)] int count)
    {
        Expectation[] list = [.. new[] { One, Two }.Take(count)];

        Assert.That(ProfileSample.Parse(Text(ProfileSample.Full.ToJsonString(), list)).Expectations, Is.EqualTo(list));
        Assert.That(JsonNode.Parse(Text(File.ReadAllText(Solution.Fixture("clients", "sipp.json")), list))!["expectations"]!.AsArray(), Has.Count.EqualTo(count));
    }

    private static string Text(string profile, params IReadOnlyList<Expectation> expectations) =>
        Encoding.UTF8.GetString(ExpectationsFile.With(Encoding.UTF8.GetBytes(profile), expectations));
}
