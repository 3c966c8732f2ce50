using System.Globalization;
using System.Security.Cryptography;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 14: security.</summary>
public static class Section14Security
{
    /// <summary>
    /// Section 14.1. What traces can tell: whether the id is long enough for its alphabet to hold 80 bits, whether ids of
    /// several sessions of one scenario differ in more than a counter or a clock would, and whether an id comes again in
    /// another scenario, where the client began afresh.
    /// </summary>
    public static readonly Requirement SessionIdIsRandom = OfAll(
        Level.Shall,
        id: "RFC4975-14.1-1",
        quote: "The session id of an MSRP URI has at least 80 random bits.",
        when: Sessions,
        then: it => Finding.All([IsLongEnough(it.Uri, [.. it.Others]), IsOfThisScenario(it)]),
        mutants:
        [
            new Mutant("makes-short-session-ids", ShortensSessionId),
            new Mutant("makes-the-same-session-ids-in-each-run", SeedsSessionIdsAlike),
        ]);

    private const double NeededBits = 80;

    /// <summary>Random ids share a beginning by chance alone: less than this left over is no chance.</summary>
    private const double NeededDifference = 48;

    private static IEnumerable<(Trace Trace, SessionUri Occasion)> Sessions(IReadOnlyList<Trace> traces)
    {
        var earlier = new HashSet<string>();
        foreach (var trace in traces)
        {
            var own = trace.ClientUris().Where(it => it.Reading.Value?.SessionId is not null).ToList();
            var ids = own.Select(it => it.Reading.Value!.SessionId!).Distinct().ToList();
            var before = earlier.ToHashSet();
            foreach (var uri in own)
            {
                yield return (trace, new SessionUri(uri, ids.Where(id => id != uri.Reading.Value!.SessionId), before));
            }

            earlier.UnionWith(ids);
        }
    }

    private static Finding IsOfThisScenario(SessionUri it)
    {
        const string Expected = "a session id that no run of the client had before";
        var id = it.Uri.Reading.Value!.SessionId!;
        return Finding.That(!it.Earlier.Contains(id), Expected, id, "take session ids from a source that is seeded anew when the client starts", it.Uri.Evidence);
    }

    private static Finding IsLongEnough(OfferedUri uri, IReadOnlyList<string> others)
    {
        var id = uri.Reading.Value!.SessionId!;
        const string Expected = "a session id that can hold 80 random bits";
        var bits = Bits(id, id.Length);
        var mend = "make the session id of 14 or more random base64 characters, or of 20 or more hexadecimal digits";
        if (bits < NeededBits)
        {
            return Finding.Fails(Expected, string.Create(CultureInfo.InvariantCulture, $"{id}, at most {bits:0} bits"), mend, uri.Evidence);
        }

        var nearest = others.Select(it => (Id: it, Bits: Bits(id, Differing(id, it)))).OrderBy(it => it.Bits).FirstOrDefault();
        return Finding.That(
            nearest.Id is null || nearest.Bits >= NeededDifference,
            Expected,
            nearest.Id is null || nearest.Bits >= NeededDifference ? id : $"{id}, much like {nearest.Id} of another session",
            mend,
            uri.Evidence);
    }

    /// <summary>What so many characters of the id's alphabet can hold: digits, hexadecimal, one case of letters, or both.</summary>
    private static double Bits(string id, int length)
    {
        var letters = id.Where(char.IsAsciiLetterOrDigit).ToList();
        var isMixed = letters.Any(char.IsAsciiLetterLower) && letters.Any(char.IsAsciiLetterUpper);
        var alphabet = letters.All(char.IsAsciiDigit) ? 10 : !isMixed && letters.All(char.IsAsciiHexDigit) ? 16 : isMixed ? 64 : 36;
        return Math.Min(length, letters.Count + (isMixed ? id.Count(it => it is '+' or '/' or '_' or '=') : 0)) * Math.Log2(alphabet);
    }

    /// <summary>The length of what lies between the beginning and the end that two ids share.</summary>
    private static int Differing(string one, string other)
    {
        var length = Math.Min(one.Length, other.Length);
        var start = 0;
        while (start < length && one[start] == other[start])
        {
            start++;
        }

        var end = 0;
        while (end < length - start && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }

        return one.Length - start - end;
    }

    /// <summary>A client that takes its ids from a source which it always seeds alike: the same ones each time that it starts.</summary>
    private static Tamper SeedsSessionIdsAlike()
    {
        var known = new List<string>();
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol == WireProtocol.Sip && Section8SessionDescription.SessionIdOf(it.Sip) is { } id && !known.Contains(id))
                {
                    known.Add(id);
                }

                return [known.Aggregate(it, (message, own) => message.Replace(own, Alike(known.IndexOf(own), own.Length)))];
            },
            Receive = (_, octets) => [known.Aggregate(octets, (message, own) => message.Replace(Alike(known.IndexOf(own), own.Length), own))],
        };
    }

    /// <summary>As long as the client's own, so that no length changes.</summary>
    private static string Alike(int number, int length) => Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))[..length];

    /// <summary>Eight characters go out instead of the whole id, and what comes for them is for the client as if it had been whole.</summary>
    private static Tamper ShortensSessionId()
    {
        string? id = null;
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol == WireProtocol.Sip && it.Sip.BodyPart("application/sdp") is not null)
                {
                    id = Section8SessionDescription.SessionIdOf(it.Sip) ?? id;
                    return id is null ? [it] : [it with { Octets = it.Sip.WithSdpText(id, id[..8]).Octets }];
                }

                return it.Protocol == WireProtocol.Msrp && id is not null ? [it.Replace(id, id[..8])] : [it];
            },
            Receive = (protocol, octets) => [protocol == WireProtocol.Msrp && id is not null ? octets.Replace($"/{id[..8]};", $"/{id};") : octets],
        };
    }

    /// <summary>A URI of the client, the ids of the other sessions of its scenario, and those of the scenarios before it.</summary>
    private sealed record SessionUri(OfferedUri Uri, IEnumerable<string> Others, IReadOnlySet<string> Earlier);
}
