using System.Globalization;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 3891: one dialog in the place of another. It binds only a client that takes part in this.</summary>
public static class Rfc3891
{
    private const string Field = "Replaces";
    private const string OptionTag = "replaces";
    private const string Domain = "im.example";
    private const string Other = "other@192.0.2.9;to-tag=1;from-tag=2";

    /// <summary>Section 6.2.</summary>
    public static readonly Requirement AnnouncesIt = Shall(
        id: "RFC3891-6.2-1",
        quote: "Who sends Replaces, or lets a dialog be replaced, names the option tag replaces in Supported.",
        when: Uses,
        then: it =>
        {
            const string Expected = "replaces in Supported of a message of the client";
            return it.Trace.SipFromClient().FirstOrDefault(Announces) is { } announcing
                ? Finding.Holds(Expected, announcing.Title(), announcing.Field("Supported"))
                : Finding.Fails(Expected, "in none", "add replaces to Supported", it.Message.StartLine());
        },
        mutants: [Mutant.Rewrites("replaces-unannounced", "INVITE", it => it.WithAdded(Field, Other))],
        conditional: true);

    /// <summary>Section 6.1; in the URI of a list its value is escaped (RFC 3261 section 19.1.1).</summary>
    public static readonly Requirement NamesOneDialog = Shall(
        id: "RFC3891-6.1-1",
        quote: "Replaces stands in an INVITE only, once, with one Call-ID, one to-tag and one from-tag.",
        when: trace => trace.ClientSip().Where(Has).Select(it => (Func<Finding>)(() => NamesOne(it)))
            .Concat(InLists(trace)),
        then: it => it(),
        mutants:
        [
            Mutant.Rewrites("replaces-two-dialogs-at-once", "INVITE", it => it.WithAdded(Field, Other).WithAdded(Field, Other)),
            Mutant.Rewrites("replaces-without-from-tag", "INVITE", it => it.WithAdded(Field, Other.Split(";from-tag")[0])),
            Mutant.Rewrites("replaces-in-its-ack", "ACK", it => it.WithAdded(Field, Other)),
            Mutant.Rewrites("does-not-escape-replaces-in-a-list", "INVITE", it => it.BodyPart(Sent.ListType) is null
                ? it
                : it.WithPartText(Sent.ListType, text => text.Replace($"@{Domain}\"", $"@{Domain}?Replaces={Other}\"", StringComparison.Ordinal))),
        ],
        conditional: true);

    /// <summary>Section 3. Whom it lets replace a dialog is a client's own decision, so that a refusal of a right request is no fault.</summary>
    public static readonly Requirement LetsItselfBeReplaced = Shall(
        id: "RFC3891-3-1",
        quote: "An INVITE with Replaces is refused with 400 if it has two, with 481 if no dialog matches, and with 486 if the dialog is confirmed and only an early one is meant; if it is taken, the client ends the dialog with a BYE.",
        when: trace => trace.SipFromClient().Any(Announces)
            ? trace.ReceivedRequests().Where(it => it.Request.IsRequest("INVITE") && Has(it.Request) && it.UnknownExtensions.Count == 0)
            : [],
        then: IsTakenAsItIsMeant,
        mutants:
        [
            Answers("lets-two-dialogs-be-replaced", 400, "200 OK"),
            Answers("replaces-dialogs-that-there-are-not", 481, "486 Busy Here"),
            Answers("lets-a-confirmed-dialog-be-replaced-that-is-to-be-early", 486, "200 OK"),
            Mutant.Drops("keeps-the-dialog-that-was-replaced", "BYE"),
        ],
        conditional: true);

    /// <summary>Section 4: the peer could replace an early dialog only if the peer had sent its INVITE.</summary>
    public static readonly Requirement ReplacesNoEarlyDialog = Shall(
        id: "RFC3891-4-1",
        quote: "Replaces does not name an early dialog that whom it is sent to did not begin.",
        when: trace => trace.ClientRequests("INVITE").Where(it => Values(it) is [{ Value: not null }]).Select(it => (Trace: trace, Invite: it)),
        then: it =>
        {
            const string Expected = "a confirmed dialog in Replaces, or an early one that the peer began";
            var value = Values(it.Invite)[0].Value!;
            var early = it.Trace.ClientTransactions().FirstOrDefault(other => IsEarly(other, value, it.Invite));
            return early is null
                ? Finding.Holds(Expected, "as expected", it.Invite.Field(Field))
                : Finding.Fails(Expected, "an early dialog that the client's own INVITE began", "wait until the dialog is confirmed, or cancel the INVITE", it.Invite.Field(Field), early.Request.StartLine());
        },
        mutants: [Mutant.Rewrites("replaces-a-dialog-that-is-not-confirmed", "INVITE", it =>
            it.Header(Field) is null ? it : it.With(Field, it.Header(Field)!.Value.Replace("confirmed@", "ringing@", StringComparison.Ordinal)))],
        conditional: true);

    private static bool Has(WireMessage message) => message.Sip.Header(Field) is not null;

    private static bool Announces(WireMessage message) => message.Sip.ElementTexts("Supported").Contains(OptionTag, StringComparer.OrdinalIgnoreCase);

    private static List<Reading<Replaces>> Values(WireMessage message) =>
        [.. message.Sip.HeadersNamed(Field).Select(it => Replaces.Parse(message.Octets, it.ValueSpan))];

    /// <summary>Requests of the client with Replaces, and its 2xx to those of the peer.</summary>
    private static IEnumerable<(Trace Trace, WireMessage Message)> Uses(Trace trace) => trace.ClientRequests("INVITE").Where(Has)
        .Concat(trace.ReceivedRequests().Where(it => it.Request.IsRequest("INVITE") && Has(it.Request) && it.Answer?.Sip.StatusCode is >= 200 and < 300).Select(it => it.Answer!))
        .Select(it => (trace, it));

    private static Finding NamesOne(WireMessage message)
    {
        const string Expected = "Replaces in an INVITE, once, with one Call-ID, one to-tag and one from-tag";
        var values = Values(message);
        var problem = message.Sip.Method != "INVITE" ? $"Replaces in the {message.Title()}"
            : values.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{values.Count} Replaces")
            : !IsWhole(values[0]) ? $"Replaces: {message.Sip.Header(Field)!.Value}"
            : null;
        return problem is null
            ? Finding.Holds(Expected, "as expected", message.Field(Field))
            : Finding.Fails(Expected, problem, "write Replaces: <Call-ID>;to-tag=<tag of whom it is sent to>;from-tag=<own tag>", message.Field(Field));
    }

    private static bool IsWhole(Reading<Replaces> reading) => reading is { IsSound: true, Value: { ToTag: not null, FromTag: not null } };

    private static IEnumerable<Func<Finding>> InLists(Trace trace) =>
        from list in Sent.Lists(trace)
        from entry in list.Reading.Value?.Entries ?? []
        let uri = entry.Uri
        where uri?.Contains("Replaces=", StringComparison.OrdinalIgnoreCase) == true
        select (Func<Finding>)(() => IsEscaped(list, entry, uri));

    private static Finding IsEscaped(TracedList list, ResourceEntry entry, string uri)
    {
        var begin = uri.IndexOf("Replaces=", StringComparison.OrdinalIgnoreCase) + "Replaces=".Length;
        var value = uri[begin..].Split('&')[0];
        var octets = System.Text.Encoding.UTF8.GetBytes(Uri.UnescapeDataString(value));
        return Finding.That(
            value.IndexOfAny([';', '=', '@']) < 0 && IsWhole(Replaces.Parse(octets, new ByteSpan(0, octets.Length))),
            "?Replaces= with an escaped Call-ID, to-tag and from-tag in a URI of the list",
            uri,
            "write ; as %3B, = as %3D and @ as %40 within the value",
            list.Message.At(entry.Span, "entry"));
    }

    private static Finding IsTakenAsItIsMeant(ReceivedRequest it)
    {
        if (Values(it.Request) is not [{ Value: { ToTag: not null, FromTag: not null } value }])
        {
            return it.AnsweredWith("answer with 400 when there is more than one Replaces", 400);
        }

        var dialog = it.Trace.Dialogs().FirstOrDefault(other => other.CallId == value.CallId && other.LocalTag == value.ToTag && other.RemoteTag == value.FromTag);
        return dialog is null ? it.AnsweredWith("answer with 481 when no dialog matches", 481)
            : HasEnded(dialog, it.Request) ? it.AnsweredWith("answer with 603 when the dialog is over", 603, 481)
            : value.IsEarlyOnly ? it.AnsweredWith("answer with 486 when only an early dialog may be replaced and this one is confirmed", 486)
            : EndsTheOld(it, dialog);
    }

    private static bool HasEnded(SipDialog dialog, WireMessage before) =>
        dialog.FromClient.Concat(dialog.ToClient).Any(it => it.IsRequest("BYE") && it.Number < before.Number);

    private static Finding EndsTheOld(ReceivedRequest it, SipDialog dialog)
    {
        const string Expected = "a BYE in the dialog that was replaced";
        return it.Answered("a final response for the INVITE with Replaces", "answer it", answer =>
            answer.Sip.StatusCode >= 300
                ? Finding.Undecided(Expected, $"{SipOccasions.StartLineOf(answer)}, which the client may decide", answer.StartLine())
                : dialog.FromClient.FirstOrDefault(other => other.IsRequest("BYE")) is { } bye
                    ? Finding.Holds(Expected, "it came", bye.StartLine(), it.Request.Field(Field))
                    : it.Trace.NeverCame(answer, Expected, "none", "end the dialog that was replaced with a BYE", answer.StartLine(), it.Request.Field(Field)));
    }

    private static bool IsEarly(SipTransaction own, Replaces value, WireMessage at) => own.Method == "INVITE"
        && own.Request.Sip.CallId == value.CallId
        && own.Request.Sip.From?.Value?.Tag is { } tag
        && (tag == value.FromTag || tag == value.ToTag)
        && own.Responses.Any(it => it.Number < at.Number && it.Sip.StatusCode is > 100 and < 200)
        && !own.Responses.Any(it => it.Number < at.Number && it.Sip.StatusCode >= 200);

    private static Mutant Answers(string name, int instead, string answer) => Mutant.RewritesSip(
        name,
        it => !it.IsRequest && it.StatusCode == instead && it.CSeq?.Value?.Method == "INVITE",
        it => it.WithStartLine($"SIP/2.0 {answer}"));
}
