using System.Text.RegularExpressions;
using Conformance.Harness.Wire.Mime;

namespace Conformance.Harness.Core.Provocations;

/// <content>What the peer sends over MSRP (RFC 4975 sections 7 and 12).</content>
public static partial class Behaviours
{
    /// <summary>Of 1 TB, so that whoever reserves what is announced does not live to tell.</summary>
    private const string HugeTotal = "1-9/1000000000000";

    public static readonly Behaviour MsrpReports = new("msrp-reports", "the peer sends messages whose responses and reports it wants, and some whose it does not, and reports of its own")
    {
        Msrp = new(
            new PlannedRequest { Body = "Say nothing.", Headers = [("Failure-Report", "no")] },
            new PlannedRequest { Body = "Nor to this.", ContentType = "application/x-unheard-of", Headers = [("Failure-Report", "no")] },
            new PlannedRequest { Body = "Only if you fail.", Headers = [("Failure-Report", "partial")] },
            new PlannedRequest { Body = "Tell me all.", Headers = [("Success-Report", "yes"), ("Failure-Report", "yes")] },
            new PlannedRequest { Method = "REPORT", ContentType = null, IsAboutClient = true, Headers = [("Status", "000 200 OK")] }),
    };

    public static readonly Behaviour MsrpFailureReport = new("msrp-failure-report", "the peer reports the client's message as failed")
    {
        Msrp = new(new PlannedRequest { Method = "REPORT", ContentType = null, IsAboutClient = true, Headers = [("Status", "000 408 Timed Out")] }),
    };

    public static readonly Behaviour MsrpStrangers = new("msrp-strangers", "the peer sends what is not for this session, by a session id and by the case of one, and writes scheme, host and transport in upper case")
    {
        Msrp = new(
            new PlannedRequest { Body = "For somebody else.", To = path => SessionId().Replace(path, id => $"{id.Value}x") },
            new PlannedRequest { Body = "For somebody of another case.", To = path => SessionId().Replace(path, id => OtherCase(id.Value)) },
            new PlannedRequest { Body = "In capitals.", To = InCapitals }),
    };

    public static readonly Behaviour MsrpUnknowns = new("msrp-unknowns", "the peer sends a method, a header field and a media type that nobody knows, multiparts, and one octet of a message that is said to have many")
    {
        Msrp = new(
            new PlannedRequest { Method = "UNHEARD", ContentType = null },
            new PlannedRequest { Body = "With more.", Headers = [("X-Foo", "1")] },
            new PlannedRequest { Body = "Unheard of.", ContentType = "application/x-unheard-of" },
            Multipart("mixed"),
            Multipart("alternative"),
            new PlannedRequest { Body = "Much more", Range = HugeTotal, Flag = '+' },
            new PlannedRequest { Body = "Are you well?" }),
    };

    /// <summary>The first chunk of the second message does not say how long it is, since it may be interrupted, and is (section 7.1.1).</summary>
    public static readonly Behaviour MsrpChunks = new("msrp-chunks", "the peer sends messages in chunks: the last first, one that is shorter than it might be, and one that it breaks off; and a message twice")
    {
        Msrp = new(
            new PlannedRequest { Body = "world", Range = "7-11/11", Message = "order" },
            new PlannedRequest { Body = "Hello ", Range = "1-6/11", Flag = '+', Message = "order" },
            new PlannedRequest { Body = "Good ", Range = "1-*/12", Flag = '+', Message = "short" },
            new PlannedRequest { Body = "evening", Range = "6-12/12", Message = "short" },
            new PlannedRequest { Body = "Never", Range = "1-5/10", Flag = '+', Message = "interrupted" },
            new PlannedRequest { Body = " mi", Range = "6-8/10", Flag = '#', Message = "interrupted" },
            new PlannedRequest { Body = "Good morning", Message = "twice" },
            new PlannedRequest { Body = "Good morning", Message = "twice" }),
    };

    public static readonly Behaviour MsrpOnlyPeerSends = new("msrp-only-peer-sends", "answers the INVITE with a 200 by which only the peer sends, and sends a message whose report it wants")
    {
        Invite = InvitePolicy.Always(new Reply(180), new Reply(200) { Form = it => it.WithPartText(Sdp, text => text.Replace("a=sendrecv", "a=sendonly", StringComparison.Ordinal)) }),
        Msrp = new(new PlannedRequest { Body = "Only I speak.", Headers = [("Success-Report", "yes")] }),
    };

    /// <summary>Swaps the case of letters; where there is none, it is another id by one character more.</summary>
    private static string OtherCase(string id)
    {
        var other = string.Concat(id.Select(it => char.IsUpper(it) ? char.ToLowerInvariant(it) : char.ToUpperInvariant(it)));
        return other == id ? $"{id}x" : other;
    }

    /// <summary>The last URI of a path otherwise spelt, with the same user, session id and parameters.</summary>
    private static string InCapitals(string path) => SchemeHostAndTransport().Replace(path, it => it.Value.ToUpperInvariant());

    private static PlannedRequest Multipart(string subtype) => new()
    {
        ContentType = $"multipart/{subtype};boundary=part",
        Body = "--part\r\nContent-Type: text/plain\r\n\r\nOne of several.\r\n--part--",
        IsOnlyIfAccepted = true,
    };

    /// <summary>What stands between the authority and the transport of the last URI of a path.</summary>
    [GeneratedRegex("(?<=/)[^/;]+(?=;tcp[^ ]*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SessionId();

    /// <summary>The three of the last URI of a path whose case says nothing (section 6.1).</summary>
    [GeneratedRegex("(?<=^|.* )[^:]+(?=://[^ ]+$)|(?<=://([^@/ ]*@)?)[^@/ ]+(?=/[^ ]*$)|(?<=/[^;]*;)tcp(?=(;[^ ]*)?$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SchemeHostAndTransport();
}
