using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc4975;

/// <summary>RFC 4975 section 5.4: who speaks first on a connection.</summary>
public static class Section5Connection
{
    /// <summary>Section 5.4. How soon is not judged.</summary>
    public static readonly Requirement SendsFirst = Shall(
        id: "RFC4975-5.4-1",
        quote: "Whoever opens the connection sends a SEND at once, if need be without a body, so that the peer can tell whose connection it is.",
        when: trace => trace.Sessions().SelectMany(session => session.ClientConnections().Select(it => (Session: session, Connection: it))),
        then: it => BeginsWithSend(it.Session, it.Connection),
        mutants:
        [
            new Mutant("says-nothing-on-its-connection", SaysNothing),
            new Mutant("begins-its-connection-with-another-method", BeginsWithOther),
        ]);

    private static Finding BeginsWithSend(MsrpSession session, Connection opened)
    {
        const string Expected = "a SEND as the first message on the connection";
        var trace = session.Attempt.Trace;
        var first = trace.Messages.FirstOrDefault(it => it.IsMsrp && it.IsFromClient && it.ConnectionId == opened.ConnectionId && it.Number > opened.Number);
        return first is null
            ? session.NeverBegan(opened, Expected, "send a SEND without body as soon as the connection is up", opened.Event("connection opened"))
            : Finding.That(first.Msrp.Method == "SEND", Expected, first.Excerpt(first.Msrp.StartLine), "send a SEND first", first.MsrpStart(), opened.Event("connection opened"));
    }

    private static Tamper SaysNothing() => new()
    {
        Send = it => it.Protocol == WireProtocol.Msrp && it.Msrp.Method == "SEND" ? [] : [it],
    };

    private static Tamper BeginsWithOther()
    {
        var hasBegun = false;
        return new Tamper
        {
            Send = it =>
            {
                if (hasBegun || it.Protocol != WireProtocol.Msrp)
                {
                    return [it];
                }

                hasBegun = true;
                return [it with { Octets = Section9Syntax.WithMethod(it.Msrp, "VISIT").Octets }];
            },
        };
    }
}
