using System.Text.RegularExpressions;
using Conformance.Harness.Mutation;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Msrp;

namespace Conformance.Tests.Mutants;

/// <summary>Other ways to speak MSRP.</summary>
internal static class LegalSessions
{
    public static readonly IReadOnlyList<LegalVariant> Variants =
    [
        LegalVariant.OfMsrp("content-in-the-first-send", "RFC 4975 section 7.1", it => Sends(it) && it.ContentType is null, it => WithContent(it, "Content-Type: text/plain", "Hi")) with { Unsuited = ["peer-only-sends", "messages-refused", "msrp-answers-odd"] },
        LegalVariant.OfMsrp("no-byte-range-without-body", "RFC 4975 section 7.1.1", it => Sends(it) && it.ContentType is null, it => it.Without("Byte-Range")),
        LegalVariant.OfMsrp("range-end-star", "RFC 4975 section 7.1.1", it => Sends(it) && it.ContentType is not null, it => it.With("Byte-Range", Regex.Replace(it.Header("Byte-Range")!.Value, "-[0-9]+/", "-*/"))),
        LegalVariant.OfMsrp("total-star", "RFC 4975 section 7.1.1", it => Sends(it) && it.ContentType is not null, it => it.With("Byte-Range", Regex.Replace(it.Header("Byte-Range")!.Value, "/[0-9]+", "/*"))),
        LegalVariant.OfMsrp("success-report-yes", "RFC 4975 section 7.1.2", Sends, it => it.With("Success-Report", "yes")),
        LegalVariant.OfMsrp("failure-report-partial", "RFC 4975 section 7.1.2", it => Sends(it) && it.ContentType is not null, it => it.With("Failure-Report", "partial")),
        LegalVariant.OfMsrp("failure-report-no", "RFC 4975 section 7.1.2", it => Sends(it) && it.ContentType is not null, it => it.With("Failure-Report", "no")),
        LegalVariant.OfMsrp("both-reports-said", "RFC 4975 section 7.1.2", Sends, it => it.With("Success-Report", "no").With("Failure-Report", "yes")),
        LegalVariant.OfMsrp("further-headers", "RFC 4975 section 9", it => it.IsRequest || it.StatusCode > 0, it => it.With("X-Odd!#$%&'*+-.^_`|~9", "a: b; Žilina").With("Use-Nickname", "\"x\"")),
        LegalVariant.OfMsrp("lower-case-names", "RFC 4975 section 9", _ => true, it => Edited(it, text => Regex.Replace(text, "^(To-Path|From-Path|Message-ID|Byte-Range|Content-Type):", name => name.Value.ToLowerInvariant(), RegexOptions.Multiline))),
        LegalVariant.OfMsrp("byte-range-before-message-id", "RFC 4975 section 9", it => it.Header("Byte-Range") is not null, it => Edited(it, text => Regex.Replace(text, "(Message-ID: [^\r]*\r\n)(Byte-Range: [^\r]*\r\n)", "$2$1"))),
        LegalVariant.OfMsrp("message-ids-of-4-characters", "RFC 4975 section 9", Sends, it => it.With("Message-ID", it.MessageId![..4])),
        LegalVariant.OfMsrp("message-ids-of-32-characters", "RFC 4975 section 9", Sends, it => it.With("Message-ID", it.MessageId![..16] + ".-+%=ABCDEFGHIJK")),
        new("transaction-ids-of-32-characters", "RFC 4975 section 9", () => Transactions(id => id + ".-+%=ABCDEFGHIJK")),
        new("transaction-ids-of-4-characters", "RFC 4975 section 9", () => Transactions(id => id[..4])),
        LegalVariant.WithPath("scheme-of-own-path-in-upper-case", "RFC 4975 section 6.1", it => OwnPath(it, "MSRP://192"), it => it.Swap("MSRP://", "msrp://")),
        LegalVariant.WithPath("own-path-with-user", "RFC 4975 section 9", it => OwnPath(it, "msrp://alice@192"), it => it.Swap("msrp://alice@192", "msrp://192")),
        LegalVariant.WithPath("own-path-with-host-name", "RFC 4975 section 9", it => OwnPath(it, "msrp://Alice-1.client.example:").Swap("c=IN IP4 192.0.2.2", "c=IN IP4 alice-1.Client.example"), it => Regex.Replace(it, "(?<=msrp://)alice-1.client.example:", "192.0.2.2:", RegexOptions.IgnoreCase)),
        LegalVariant.WithPath("own-path-with-parameters", "RFC 4975 section 9", it => Regex.Replace(it, @"(msrp://192\.0\.2\.2:[^;\r]*;)tcp", "$1TCP;x-p=1;flag"), it => it.Swap(";TCP;x-p=1;flag", ";tcp")),
        LegalVariant.WithPath("session-id-of-odd-characters", "RFC 4975 section 9", it => Regex.Replace(it, @"(msrp://192\.0\.2\.2:[0-9]+/)", "$1+=-._~/", RegexOptions.IgnoreCase), it => it.Swap("/+=-._~/", "/")),
        LegalVariant.OfMsrp("content-type-with-parameters", "RFC 4975 section 9", it => it.ContentType is not null, it => it.With("Content-Type", $"{it.ContentType};charset=\"utf-8\";x=y")),
        LegalVariant.OfMsrp("content-type-in-odd-case", "RFC 2045 section 5.1", it => it.ContentType?.StartsWith("text/plain", StringComparison.Ordinal) == true, it => it.With("Content-Type", "Text/PLAIN")),
        LegalVariant.OfMsrp("further-mime-headers", "RFC 4975 section 9", it => it.ContentType is not null && !CpimMessage.Is(it.ContentType), it => Edited(it, text => text.Swap("Content-Type:", "Content-Disposition: render\r\nContent-ID: <1@im.example>\r\nContent-Description: Žilina\r\nContent-Type:"))),
        LegalVariant.OfMsrp("responses-without-comment", "RFC 4975 section 9", it => it.StatusCode > 0, it => Edited(it, text => Regex.Replace(text, "^(MSRP \\S+ 200)[^\r]*", "$1"))),
        LegalVariant.OfMsrp("responses-with-another-comment", "RFC 4975 section 7.2", it => it.StatusCode > 0, it => Edited(it, text => Regex.Replace(text, "^(MSRP \\S+ 200)[^\r]*", "$1 Všetko v poriadku"))),
        new("chunks-of-7-octets", "RFC 4975 section 5.1", Mutant.SendsMsrp("", it => Sends(it) && it.Body.Length is > 7 and < 1000, it => Chunks(it, 7)).Create),
        new("chunks-of-1000-octets", "RFC 4975 section 7.1.1", Mutant.SendsMsrp("", it => Sends(it) && it.Body.Length > 1000, it => Chunks(it, 1000)).Create),
    ];

    private static bool Sends(MsrpMessage message) => message.Method == "SEND";

    private static MsrpMessage Edited(MsrpMessage message, Func<string, string> edit) => MsrpMessage.Parse(Texts.Edited(message.Octets, edit));

    private static MsrpMessage WithContent(MsrpMessage message, string header, string body) => Edited(
        message.With("Byte-Range", $"1-{body.Length}/{body.Length}"),
        text => text.Swap("\r\n-------", $"\r\n{header}\r\n\r\n{body}\r\n-------"));

    private static string Transaction(string text, Func<string, string> edit) =>
        Regex.Match(text, @"^MSRP (\S+) ") is { Success: true } match ? text.Swap(match.Groups[1].Value, edit(match.Groups[1].Value)) : text;

    /// <summary>The client's own URI, which is the one at its address.</summary>
    private static string OwnPath(string text, string instead) => instead.EndsWith(':')
        ? Regex.Replace(text, @"msrp://192\.0\.2\.2:", instead, RegexOptions.IgnoreCase)
        : text.Swap("msrp://192.0.2.2:", instead + ".0.2.2:");

    /// <summary>Other ids for the client's own transactions; responses get back those that it knows.</summary>
    private static Tamper Transactions(Func<string, string> rename)
    {
        var ids = new Dictionary<string, string>();
        return new Tamper
        {
            Send = it => [it.Protocol == WireProtocol.Msrp && it.Msrp.IsRequest ? it with { Octets = Texts.Edited(it.Octets, text => Transaction(text, Cut)) } : it],
            Receive = (protocol, octets) => [protocol == WireProtocol.Msrp ? Texts.Edited(octets, text => Transaction(text, id => ids.GetValueOrDefault(id, id))) : octets],
        };

        string Cut(string id)
        {
            ids[rename(id)] = id;
            return rename(id);
        }
    }

    /// <summary>The same message in chunks of so many octets, the last of which has the transaction id that the client knows.</summary>
    private static IEnumerable<Outgoing> Chunks(Outgoing message, int size)
    {
        var send = message.Msrp;
        var content = send.Body.Of(message.Octets).ToArray();
        var range = send.ByteRange!.Value!;
        for (var at = 0; at < content.Length; at += size)
        {
            var chunk = content[at..Math.Min(at + size, content.Length)];
            var isLast = at + size >= content.Length;
            var id = isLast ? send.TransactionId : $"{send.TransactionId}{at}";
            yield return message with
            {
                Octets = MsrpWriter.Request(id, "SEND", send.Header("To-Path")!.Value, send.Header("From-Path")!.Value)
                    .Header("Message-ID", send.MessageId!)
                    .Header("Byte-Range", $"{range.Start + at}-{range.Start + at + chunk.Length - 1}/{range.Total}")
                    .Body(send.ContentType!, chunk)
                    .Write(isLast ? send.ContinuationFlag : '+').Octets,
            };
        }
    }
}
