using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Unicode;
using Conformance.Harness.Driving.Contract;
using Conformance.Harness.Driving.Processes;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Driving.Profiles;

/// <summary>Reads a profile key by key; the keys are those of profile.schema.json.</summary>
internal static class ProfileReader
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static ClientProfile Read(string file, ReadOnlyMemory<byte> json, string sha256)
    {
        var text = json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json;
        if (text.IsEmpty || !Utf8.IsValid(text.Span))
        {
            throw new ProfileException($"{file}: {(text.IsEmpty ? "is empty; fixtures/clients has examples" : "is not UTF-8; save it so")}");
        }

        try
        {
            // A name that stands twice is found where it can be named.
            return Profile(new ProfileNode(file, "$", JsonText.Parse(text, refusesDuplicates: false)), sha256);
        }
        catch (JsonException problem)
        {
            throw new ProfileException(
                $"{file}: line {problem.LineNumber + 1}, octet {problem.BytePositionInLine + 1}: not JSON; mend the syntax there",
                problem);
        }
    }

    private static ClientProfile Profile(ProfileNode root, string sha256)
    {
        root.Keys(["name", "version", "driver", "account", "ics", "ixit"], ["expectations"]);
        var driver = Driver(root["driver"]);
        var ixit = Ixit(root["ixit"]);
        if (driver is OperatorDriver && ixit.Listen is null)
        {
            throw root["ixit"].Wrong("key \"listen\" is missing, and nobody sets another port for each scenario", "add it, like \"127.0.0.1:5060\"");
        }

        return new ClientProfile(
            root.File,
            sha256,
            root["name"].Line(),
            root["version"].Line(),
            driver,
            Account(root["account"]),
            Ics(root["ics"]),
            ixit,
            root.Find("expectations") is { } list ? [.. list.Items().Select(Expectation)] : []);
    }

    private static ClientDriver Driver(ProfileNode driver)
    {
        driver.Keys(["kind"], ["command", "commands", "environment"]);
        switch (driver["kind"].OneOf("stdio", "builtin", "command", "operator"))
        {
            case "stdio":
                driver.Keys(["kind", "command"], ["environment"]);
                return new StdioDriver(driver["command"].IsNull ? null : Command(driver["command"]), Environment(driver));
            case "command":
                driver.Keys(["kind", "commands"], ["environment"]);
                driver["commands"].Keys(CommandPlaceholders.Required, CommandPlaceholders.Optional);
                return new CommandDriver(driver["commands"].Members().ToDictionary(it => it.Name, IReadOnlyList<string> (it) => CommandOf(it.Name, it.Node)), Environment(driver));
            case "builtin":
                driver.Keys(["kind"], []);
                return new BuiltInDriver();
            default:
                driver.Keys(["kind"], []);
                return new OperatorDriver();
        }
    }

    private static List<string> CommandOf(string verb, ProfileNode command)
    {
        var known = CommandPlaceholders.Of(verb);
        var misspelt = command.Items().SelectMany(it => CommandPlaceholders.In(it.Text()).Select(name => (Word: it, Name: name))).FirstOrDefault(it => !known.Contains(it.Name));
        return misspelt.Word is null
            ? Command(command)
            : throw misspelt.Word.Wrong($"{{{misspelt.Name}}} stands for nothing in {verb}", $"known are {string.Join(' ', known.Select(it => $"{{{it}}}"))}; other braces belong in a script");
    }

    private static List<string> Command(ProfileNode command)
    {
        var words = command.Items().Select(it => it.Text()).ToList();
        return words.Count > 0 ? words : throw command.Wrong("is empty", "name the program and its arguments");
    }

    private static Dictionary<string, string> Environment(ProfileNode driver)
    {
        var variables = driver.Find("environment")?.Members().ToList() ?? [];
        return variables.Find(it => it.Name.Length == 0 || it.Name.AsSpan().ContainsAny('=', '\0')) is { Node: not null } wrong
            ? throw driver["environment"].Wrong($"\"{wrong.Name.Replace("\0", "\\u0000", StringComparison.Ordinal)}\" is no name of a variable", "write one without '='")
            : variables.ToDictionary(it => it.Name, it => it.Node.Text(mayBeEmpty: true));
    }

    private static Account Account(ProfileNode account)
    {
        account.Keys(["address", "user", "password"], []);
        var address = account["address"];
        return SipUriOf(address) is { User: not null } uri
            ? new Account(uri.Text, uri.Host, account["user"].Text(), account["password"].Text())
            : throw address.Wrong($"\"{address.Text()}\" has no user part", "write it like \"sip:alice@im.example\"");
    }

    private static Declaration Ics(ProfileNode ics)
    {
        ics.Keys(["oneToOne", "adHoc", "conferenceSubscription", "msrp", "profile"], []);
        return new Declaration(
            ics["oneToOne"].Flag(),
            ics["adHoc"].Flag(),
            ics["conferenceSubscription"].Flag(),
            ics["msrp"].Flag(),
            ics["profile"].OneOf("generic", "ims") == "ims");
    }

    private static Ixit Ixit(ProfileNode ixit)
    {
        ixit.Keys(["answerWait", "quiet", "maxAdhocGroupSize", "conferenceFactory"], ["t1", "msrpResponseTimeout", "listen"]);
        return new Ixit(
            Duration(ixit["answerWait"]),
            Duration(ixit["quiet"]),
            ixit["maxAdhocGroupSize"].Number(2, 1000),
            SipUriOf(ixit["conferenceFactory"]).Text,
            ixit.Find("listen") is { } listen ? EndPoint(listen) : null)
        {
            Timers = new ClientTimers(
                ixit.Find("t1") is { } t1 ? T1(t1) : ClientTimers.Usual.T1,
                ixit.Find("msrpResponseTimeout") is { } wait ? MsrpWait(wait) : ClientTimers.Usual.MsrpResponse),
        };
    }

    private static TimeSpan T1(ProfileNode node) =>
        Duration(node) is var t1 && t1 >= ClientTimers.LeastT1 && t1 <= ClientTimers.MostT1
            ? t1
            : throw node.Wrong($"\"{node.Text()}\" is out of range", "write what the client is set to, from 100ms to 4s");

    private static TimeSpan MsrpWait(ProfileNode node) =>
        Duration(node) is var wait && wait <= ClientTimers.Usual.MsrpResponse
            ? wait
            : throw node.Wrong($"\"{node.Text()}\" is longer than RFC 4975 section 7.1.1 lets a client wait", "write \"30s\" or less");

    private static Expectation Expectation(ProfileNode entry)
    {
        entry.Keys(["requirement", "reason", "issue", "expires"], ["transport"]);
        return new Expectation(
            entry["requirement"].Text(),
            entry["reason"].Text(),
            WebAddress(entry["issue"]),
            Date(entry["expires"]),
            entry.Find("transport")?.OneOf("udp", "tcp", "tls"));
    }

    private static SipUri SipUriOf(ProfileNode node)
    {
        var reading = WireUri.Parse(node.Text());
        return reading is { IsSound: true, Value: SipUri uri }
            ? uri
            : throw node.Wrong($"\"{node.Text()}\" is not a SIP URI", "write it like \"sip:someone@im.example\"");
    }

    private static TimeSpan Duration(ProfileNode node)
    {
        var duration = Durations.Parse(node.Text()) ?? throw node.Wrong($"\"{node.Text()}\" is not a duration", Durations.Example);
        return duration <= LongestWait ? duration : throw node.Wrong($"\"{node.Text()}\" is longer than an hour", "write what a user would wait");
    }

    /// <summary>An address with its port, which IPEndPoint would take as 0 when it is left out.</summary>
    private static IPEndPoint EndPoint(ProfileNode node) =>
        IPEndPoint.TryParse(node.Text(), out var address) && address.Port > 0
            ? address
            : throw node.Wrong($"\"{node.Text()}\" is not an IP address with a port", "write it like \"127.0.0.1:5060\"");

    private static Uri WebAddress(ProfileNode node) =>
        Uri.TryCreate(node.Text(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw node.Wrong($"\"{node.Text()}\" is not a web address", "write it like \"https://issues.example/1\"");

    private static DateOnly Date(ProfileNode node) =>
        DateOnly.TryParseExact(node.Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw node.Wrong($"\"{node.Text()}\" is not a date", "write it like \"2027-06-30\"");
}
