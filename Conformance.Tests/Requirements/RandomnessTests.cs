using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;

namespace Conformance.Tests.Requirements;

/// <summary>What has to be random, over several calls and several scenarios.</summary>
public class RandomnessTests
{
    private const string Tags = "RFC3261-19.3-1";
    private const string SessionIds = "RFC4975-14.1-1";

    private static readonly Random Source = new(7);

    /// <summary>As real clients make them: hexadecimal, base64, GUIDs, decimal numbers of 32 bits.</summary>
    private static readonly TestCaseData[] Good =
    [
        Case("hexadecimal of 16", _ => Source.NextInt64().ToString("x16", CultureInfo.InvariantCulture)),
        Case("hexadecimal of 8", _ => Source.NextInt64(1L << 32).ToString("X8", CultureInfo.InvariantCulture)),
        Case("hexadecimal without leading zeros", _ => Source.NextInt64(1L << 32).ToString("x", CultureInfo.InvariantCulture)),
        Case("decimal without leading zeros", _ => Source.NextInt64(1L << 32).ToString(CultureInfo.InvariantCulture)),
        Case("base64 of 9", _ => Convert.ToBase64String(Bytes(9))[..9].Replace('/', '-').Replace('+', '~')),
        Case("six of any case", _ => new string(Source.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 6))),
        Case("behind a prefix", _ => $"as{Source.NextInt64(1L << 32):x8}-alice"),
        Case("GUID", _ => new Guid(Bytes(16)).ToString()),
        Case("of different lengths", i => Convert.ToHexString(Bytes(8 + i))),
    ];

    private static readonly TestCaseData[] Bad =
    [
        Case("counter", i => $"{1000 + i}"),
        Case("counter of a load generator", i => $"4711SIPpTag00{i + 1}"),
        Case("clock in milliseconds", i => $"{1764108244000 + (i * 137)}"),
        Case("clock and a constant", i => $"{1764108244000 + (i * 137)}-alice"),
        Case("16 bits", _ => $"{Source.Next(1 << 16):x4}"),
        Case("24 bits behind a prefix", _ => $"as6ab3{Source.Next(1 << 24):x6}"),
        Case("five digits", _ => $"{Source.Next(100000):00000}"),
        Case("one for all", _ => "a6c85cf1e2b94f07"),
    ];

    [TestCaseSource(nameof(Good))]
    public void Random_tags_pass(Func<int, string> tag) => Assert.That(Judged.By(Tags, Calls(tag)).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCaseSource(nameof(Bad))]
    public void Tags_that_are_not_random_fail(Func<int, string> tag) => Assert.That(Judged.By(Tags, Calls(tag)).Verdict, Is.EqualTo(Verdict.Fail));

    /// <summary>Nobody is failed by chance: a thousand runs of a client whose tags have just 32 bits.</summary>
    [Test]
    public void Chance_fails_nobody()
    {
        var draw = new Random(11);

        var failed = Enumerable.Range(0, 1000).Count(_ => Judged.By(Tags, Calls(_ => draw.NextInt64(1L << 32).ToString("x8", CultureInfo.InvariantCulture), 8)).Verdict != Verdict.Pass);

        Assert.That(failed, Is.Zero);
    }

    [Test]
    public void Few_calls_tell_nothing_of_tags() =>
        Assert.That(Judged.By(Tags, Calls(i => $"{i}", 7)).Verdict, Is.EqualTo(Verdict.Inconclusive));

    /// <summary>A client that seeds its source alike each time that it starts.</summary>
    [Test]
    public void Tag_of_another_scenario_fails()
    {
        var (first, second) = (Calls(i => $"{i}c85cf1e2b94f0{i}"), Calls(i => $"{i}c85cf1e2b94f0{i}"));

        Assert.That(Requirement(Tags).Judge([first]).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Requirement(Tags).Judge([first, second]).Verdict, Is.EqualTo(Verdict.Fail));
    }

    [Test]
    public void Session_id_of_another_scenario_fails()
    {
        Trace[] chats = [FormTraces.Of(WithSessionId("9di4ea6ymnnx9kgdzzzz")), FormTraces.Of(WithSessionId("b7x2kq0c5vtw1n8rhz4m"))];

        Assert.That(Requirement(SessionIds).Judge(chats).Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(Requirement(SessionIds).Judge([.. chats, chats[0]]).Verdict, Is.EqualTo(Verdict.Fail));
    }

    private static Conformance.Harness.Wire.Sip.SipMessage WithSessionId(string id) =>
        FormTraces.OneToOne.WithSdp(sdp => sdp.Replace("9di4ea6ymnnx9kgd", id, StringComparison.Ordinal));

    private static Requirement Requirement(string id) => Catalogue.Requirements.Single(it => it.Id == id);

    private static Trace Calls(Func<int, string> tag, int count = 10) => FormTraces.Calls([.. Enumerable.Range(0, count).Select(tag)]);

    private static TestCaseData Case(string name, Func<int, string> tag) => new TestCaseData(tag).SetArgDisplayNames(name);

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        Source.NextBytes(bytes);
        return bytes;
    }
}
