using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 19.3: tags.</summary>
public static class Section193Tags
{
    /// <summary>
    /// Judged where the client made so many calls in a row that chance explains nothing: what the tags have in common at
    /// their beginning and their end is no chance, and what is left has to have room for the bits. That also shows counters
    /// and clocks. Against the calls of other scenarios the tags have to be new as well: there the client began afresh.
    /// </summary>
    public static readonly Requirement Random = OfAll(
        Level.Shall,
        id: "RFC3261-19.3-1",
        quote: "A tag that the client makes is globally unique and has at least 32 random bits.",
        when: traces => traces
            .Select((trace, i) => (Trace: trace, Occasion: new Series(CallsOf(trace), [.. traces.Take(i).SelectMany(CallsOf)])))
            .Where(it => it.Occasion.Calls.Count >= EnoughCalls),
        then: it => Finding.All([IsUnique(it), IsRandom(it)]),
        mutants:
        [
            new Mutant("counts-its-tags", () => Retags(number => $"call-{number}-at-alice")),
            new Mutant("makes-tags-of-five-digits", () => Retags(number => $"{10007 * number % 100000:00000}")),
            new Mutant("keeps-one-tag-for-all-calls", () => Retags(_ => "a6c85cf1e2b94f07")),
        ],
        given: it => it.OneToOne || it.AdHoc);

    /// <summary>Random tags of so many calls begin alike, by one hexadecimal digit, once in 16^7 runs.</summary>
    private const int EnoughCalls = 8;

    /// <summary>32 less a digit for tags that are numbers without leading zeros: the longest of eight is hardly ever shorter.</summary>
    private const double NeededBits = 28;

    private const string Expected = "tags that differ in 32 random bits or more";
    private const string Mend = "make each tag of 8 or more random hexadecimal digits";

    private static List<WireMessage> CallsOf(Trace trace) =>
        [.. trace.Attempts().Select(it => it.InitialInvite).OfType<WireMessage>().Where(it => it.Sip.From?.Value?.Tag is { Length: > 0 })];

    private static string TagOf(WireMessage invite) => invite.Sip.From!.Value!.Tag!;

    private static Finding IsUnique(Series series)
    {
        var known = series.Elsewhere.Select(TagOf).ToHashSet();
        foreach (var call in series.Calls)
        {
            if (!known.Add(TagOf(call)))
            {
                return Finding.Fails(Expected, $"tag {TagOf(call)}, which another call had", Mend, call.Field("From"));
            }
        }

        return Finding.Holds(Expected, string.Create(CultureInfo.InvariantCulture, $"{series.Calls.Count} tags, each another"), series.Calls[0].Field("From"));
    }

    private static Finding IsRandom(Series series)
    {
        var tags = series.Calls.Select(TagOf).ToList();
        var (start, end) = (Common(tags, (tag, i) => tag[i]), Common(tags, (tag, i) => tag[^(i + 1)]));
        var shortest = tags.Min(it => it.Length);
        var varying = tags.Select(it => it[start..(it.Length - Math.Min(end, shortest - start))]).ToList();
        var bits = varying.Max(it => it.Length) * Math.Log2(Alphabet(string.Concat(varying)));
        return Finding.That(
            bits >= NeededBits,
            Expected,
            string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", tags.Take(3))} …: what differs has room for {bits:0} bits"),
            Mend,
            [.. series.Calls.Select(it => it.Field("From"))]);
    }

    /// <summary>How many characters all tags share, counted from one end.</summary>
    private static int Common(List<string> tags, Func<string, int, char> at)
    {
        var shortest = tags.Min(it => it.Length);
        return Enumerable.Range(0, shortest).TakeWhile(i => tags.TrueForAll(it => at(it, i) == at(tags[0], i))).Count();
    }

    /// <summary>How many characters there are of the kind that was seen; a token has 72 (section 25.1).</summary>
    private static int Alphabet(string seen) => seen switch
    {
        _ when seen.All(char.IsAsciiDigit) => 10,
        _ when seen.All(char.IsAsciiHexDigitLower) || seen.All(char.IsAsciiHexDigitUpper) => 16,
        _ when !seen.Any(char.IsAsciiLetterUpper) || !seen.Any(char.IsAsciiLetterLower) => 46,
        _ => 72,
    };

    /// <summary>Another tag for each call: there in what the client sends, back in what reaches it.</summary>
    private static Tamper Retags(Func<int, string> tagOf)
    {
        var known = new Dictionary<string, (string Own, string Sent)>();
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip.CallId is not { } call)
                {
                    return [it];
                }

                if (it.Sip.IsInitialInvite() && it.Sip.From?.Value?.Tag is { } own)
                {
                    known.TryAdd(call, (own, tagOf(known.Count + 1)));
                }

                return [known.TryGetValue(call, out var tags) ? it.Replace($";tag={tags.Own}", $";tag={tags.Sent}") : it];
            },
            Receive = (protocol, octets) => [protocol == WireProtocol.Sip && SipMessage.Parse(octets).CallId is { } call && known.TryGetValue(call, out var tags)
                ? octets.Replace($";tag={tags.Sent}", $";tag={tags.Own}")
                : octets],
        };
    }

    /// <summary>The INVITEs that began calls in one scenario, and those of scenarios before it.</summary>
    private sealed record Series(IReadOnlyList<WireMessage> Calls, IReadOnlyList<WireMessage> Elsewhere);
}
