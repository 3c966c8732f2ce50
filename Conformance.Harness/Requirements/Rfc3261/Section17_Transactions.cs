using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 17: transactions.</summary>
public static class Section17Transactions
{
    /// <summary>Section 17.1.1.3. How soon is not judged.</summary>
    public static readonly Requirement AckOfFailure = Shall(
        id: "RFC3261-17.1.1.3-1",
        quote: "A final response other than 2xx to an INVITE is acknowledged with the INVITE's Request-URI, Call-ID, From, Route and one Via with its branch, with To as in the response and the INVITE's CSeq number.",
        when: trace => trace.ClientTransactions().Where(it => it.Method == "INVITE" && it.FinalResponse?.Sip.StatusCode >= 300),
        then: WasAcknowledged,
        mutants:
        [
            Mutant.Rewrites("acknowledges-a-refusal-with-a-new-branch", "ACK", it => it.WithEdited("Via", via => via.Replace("branch=z9hG4bK", "branch=z9hG4bKx", StringComparison.Ordinal))),
            new Mutant("leaves-a-refusal-without-ack", DropsAcksOfRefusals),
        ]);

    /// <summary>Section 17.1.1.2, and 17.1.2.2 for requests other than INVITE.</summary>
    public static readonly Requirement NoCopiesOnStreams = Should(
        id: "RFC3261-17.1.1.2-3",
        quote: "No request is sent again over a reliable transport.",
        when: trace => trace.ClientTransactions().Where(it => it.Request.Transport != Transport.Udp),
        then: it =>
        {
            var copy = it.Copies.FirstOrDefault(copy => copy.ConnectionId == it.Request.ConnectionId);
            var expected = $"one {it.Request.Title()} on the connection";
            return copy is null
                ? Finding.Holds(expected, "one", it.Request.StartLine())
                : Finding.Fails(expected, "the same request again", "leave the sending to TCP", copy.StartLine(), it.Request.StartLine());
        },
        mutants: [Mutant.SendsSip("repeats-requests-over-tcp", it => it.Method == "INVITE", it => it.Transport == Transport.Udp ? [it] : [it, it])],
        conditional: true);

    private static Finding WasAcknowledged(SipTransaction it)
    {
        var (invite, response) = (it.Request, it.FinalResponse!);
        var acks = AcksOf(it.Trace, invite, response);
        return acks.Count == 0
            ? it.Trace.NeverCame(response, $"an ACK for the {response.Title()}", "no ACK", "acknowledge the final response", response.StartLine())
            : Finding.All(acks.Select(ack => IsAckOf(invite, response, ack)));
    }

    /// <summary>Those with the INVITE's branch, or with its Call-ID and number; where there is none, those before the next INVITE of this Call-ID.</summary>
    private static List<WireMessage> AcksOf(Trace trace, WireMessage invite, WireMessage response)
    {
        var later = trace.ClientRequests("ACK").Where(ack => ack.Number > response.Number).ToList();
        var acks = later.Where(ack => ack.TopVia()?.Branch == invite.TopVia()?.Branch
            || (ack.Sip.CallId == invite.Sip.CallId && ack.Sip.CSeq?.Value?.Number == invite.Sip.CSeq?.Value?.Number)).ToList();
        var next = trace.ClientRequests("INVITE").FirstOrDefault(it => it.Number > invite.Number && it.Sip.CallId == invite.Sip.CallId);
        return acks.Count > 0 ? acks : [.. later.Where(ack => ack.Sip.CallId == invite.Sip.CallId && (next is null || ack.Number < next.Number))];
    }

    private static Finding IsAckOf(WireMessage invite, WireMessage response, WireMessage ack) => Finding.All(
    [
        Same(ack, invite, "Request-URI", it => it.Sip.RequestUriSpan.Text(it.Octets), it => it.At(it.Sip.RequestUriSpan, "Request-URI")),
        Same(ack, invite, "Call-ID", it => it.Sip.CallId),
        Same(ack, invite, "From", it => AddressOf(it.Sip.From?.Value)),
        Same(ack, response, "To", it => AddressOf(it.Sip.To?.Value)),
        Same(ack, invite, "CSeq", it => $"{it.Sip.CSeq?.Value?.Number}"),
        Same(ack, invite, "Route", it => string.Join(", ", it.Sip.Addresses("Route").Select(route => route.Value?.Uri.Text))),
        Same(ack, invite, "Via", it => it.TopVia() is { } via ? $"{via.Host}:{via.Port};branch={via.Branch}" : null),
        ack.HeaderCount("Via", 1),
    ]);

    private static Finding Same(WireMessage ack, WireMessage source, string name, Func<WireMessage, string?> value, Func<WireMessage, Evidence>? evidence = null)
    {
        var where = evidence ?? (it => it.Field(name));
        return Finding.That(
            value(ack) == value(source),
            $"the {name} of the {source.Title()} in the ACK: {value(source)}",
            $"{name} {value(ack)}",
            $"copy {name} from the {source.Title()}",
            where(ack),
            where(source));
    }

    private static string AddressOf(NameAddr? address) => $"{address?.Uri.Text};tag={address?.Tag}";

    /// <summary>Drops an ACK that has the branch of an INVITE.</summary>
    private static Tamper DropsAcksOfRefusals()
    {
        var branches = new HashSet<string?>();
        return new Tamper
        {
            Send = it =>
            {
                if (it.Protocol != WireProtocol.Sip || it.Sip is not { Method: "INVITE" or "ACK", Vias: [{ Value: { } via }, ..] } message)
                {
                    return [it];
                }

                if (message.Method == "INVITE")
                {
                    branches.Add(via.Branch);
                }

                return message.Method == "ACK" && branches.Contains(via.Branch) ? [] : [it];
            },
        };
    }
}
