using System.Text;
using System.Text.Json.Nodes;
using Conformance.Harness.Driving.Profiles;

namespace Conformance.Tests.Harness.Driving.Profiles;

/// <summary>A profile that uses every key, and edits of it.</summary>
internal static class ProfileSample
{
    private const string Json = """
        {
          "name": "Acme IM", "version": "2.1",
          "driver": { "kind": "stdio", "command": ["python3", "acme_adapter.py"], "environment": { "ACME_LOG": "debug" } },
          "account": { "address": "sip:alice@im.example", "user": "alice", "password": "secret" },
          "ics":  { "oneToOne": true, "adHoc": true, "conferenceSubscription": false, "msrp": true, "profile": "ims" },
          "ixit": { "answerWait": "5s", "quiet": "500ms", "maxAdhocGroupSize": 7, "conferenceFactory": "sip:im-factory@im.example", "t1": "200ms", "msrpResponseTimeout": "8s", "listen": "127.0.0.1:5060" },
          "expectations": [ { "requirement": "IM-6.1.3.2.1-4", "reason": "multipart is on its way", "issue": "https://issues.example/7", "expires": "2027-06-30", "transport": "udp" } ]
        }
        """;

    public static JsonObject Full => JsonNode.Parse(Json)!.AsObject();

    public static ClientProfile Parse(string json) => ClientProfile.Parse("acme.json", Encoding.UTF8.GetBytes(json));

    public static ClientProfile Parse(JsonNode json) => Parse(json.ToJsonString());

    /// <summary>The sample with the value at a path ("ixit.quiet", "expectations.0.issue") set to a JSON text, or taken away.</summary>
    public static JsonObject With(string path, string? value)
    {
        var root = Full;
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate((JsonNode)root, (node, step) => int.TryParse(step, out var i) ? node[i]! : node[step]!);
        if (value is null)
        {
            parent.AsObject().Remove(steps[^1]);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        return root;
    }
}
