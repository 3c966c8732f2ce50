using System.Text.RegularExpressions;
using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements.Draft;
using Conformance.Harness.Tracing.Views;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements;

/// <summary>RFC 2327 section 6: whom a session description names, and where.</summary>
internal static partial class Rfc2327Contacts
{
    /// <summary>RFC 2327 wants one of the two lines; RFC 3264 section 5 lets both be missing, so none is no occasion.</summary>
    public static readonly Requirement EmailAndPhone = Shall(
        id: "RFC2327-6-8",
        quote: "An e= has an email address and a p= a phone number, each alone, with a name in parentheses behind it, or behind a name in angle brackets.",
        when: trace => Sent.Sdps(trace).SelectMany(sdp => sdp.LinesOf('e').Concat(sdp.LinesOf('p')).Select(line => (sdp, line))),
        then: it => Finding.That(
            (it.line.Type == 'e' ? Email() : Phone()).IsMatch(it.line.Value),
            it.line.Type == 'e' ? "e=<address>, e=<address> (<name>) or e=<name> <<address>>" : "p=<number>, p=<number> (<name>) or p=<name> <<number>>",
            $"{it.line.Type}={it.line.Value}",
            "write the address or number so, or leave the line out",
            it.sdp.At(it.line)),
        mutants:
        [
            Mutant.Rewrites("gives-a-name-for-an-email-address", "INVITE", it => it.WithSdpLine("s=", "s=-", "e=Alice")),
            Mutant.Rewrites("gives-a-phone-number-in-letters", "INVITE", it => it.WithSdpLine("s=", "s=-", "p=+1-800-FLOWERS")),
        ],
        conditional: true);

    /// <summary>
    /// Of what an offer says of its MSRP stream. o= is left out: RFC 4566 section 5.2 lets it hide where the client is. Which
    /// private networks reach each other cannot be known, so only addresses that mean nothing to anybody else fail; where
    /// the client is seen to stand on loopback itself, loopback does mean something.
    /// </summary>
    public static readonly Requirement AddressesMeanSomething = Shall(
        id: "RFC2327-6-9",
        quote: "An address that means something only on the client's own machine or link is not given to a peer elsewhere.",
        when: trace => Asks.ToInvite(trace).Select(it => it.InitialInvite?.Sdp()).OfType<TracedSdp>().Where(it => it.MessageMedia is { Port: not 0 }),
        then: sdp => Finding.All([IsMeaningful(sdp), .. MsrpOccasions.Uris(sdp, sdp.MessageMedia!).Select(uri => Finding.That(
            uri.Value is null || AddressScope.IsMeaningful(uri.Value.Host, sdp.Message.Client.Address),
            Expected,
            uri.Span.Text(sdp.Message.Octets),
            Mend,
            sdp.At(uri.Span, "URI of a=path")))]),
        mutants:
        [
            SdpRules.OffersTheUnspecifiedAddress,
            Mutant.Rewrites("has-a-path-to-loopback", "INVITE", it => it.WithSdp(text => PathHost().Replace(text, "127.0.0.1"))),
        ],
        given: it => it.Msrp);

    private const string Expected = "an address at which the peer can reach the client";
    private const string Mend = "give the address that the client is reached at";

    private static Finding IsMeaningful(TracedSdp sdp) => sdp.Description.ConnectionOf(sdp.MessageMedia!) is { } connection
        ? Finding.That(
            AddressScope.IsMeaningful(connection.Address, sdp.Message.Client.Address),
            Expected,
            $"c={connection.Line.Value}",
            Mend,
            sdp.At(connection.Line))
        : Finding.Undecided(Expected, "no c= line", sdp.At(sdp.Description.Span, "searched for c="));

    [GeneratedRegex(@"^(?:(?:(?:""[^""]*""|[^\s""()<>@]+)@[^\s()<>@]+)(?:\s*\([^()<>]+\))?|[^()<>]*<(?:""[^""]*""|[^\s""()<>@]+)@[^\s()<>@]+>)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Email();

    [GeneratedRegex(@"^(?:\+?\d[\d -]+(?:\([^()<>]+\))?|[^()<>]*<\+?\d[\d -]+>)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(@"(?<=a=path:msrps?://)[^:/\s]+", RegexOptions.CultureInvariant)]
    private static partial Regex PathHost();
}
