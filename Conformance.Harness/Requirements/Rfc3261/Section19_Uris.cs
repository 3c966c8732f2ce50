using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;
using static Conformance.Harness.Judging.Requirement;

namespace Conformance.Harness.Requirements.Rfc3261;

/// <summary>RFC 3261 section 19: URIs.</summary>
public static class Section19Uris
{
    /// <summary>Sections 19.1.1 (table 1) and 19.1.2.</summary>
    public static readonly Requirement Escaping = Shall(
        id: "RFC3261-19.1.2-1",
        quote: "What the grammar of a part of a URI does not let through is escaped, the host has no escapes, and a Request-URI has no headers and no method parameter.",
        when: trace => trace.ClientRequests(),
        then: request => Finding.All([HasSoundUris(request), HasNothingForbidden(request)]),
        mutants:
        [
            Mutant.Rewrites("breaks-an-escape", "ACK", it => it.WithAdded("Contact", "<sip:a%zzb@192.0.2.79>")),
            Mutant.Rewrites("adds-headers-to-the-request-uri", "ACK", it => it.WithRequestUri($"{it.RequestUriSpan.Text(it.Octets)}?Subject=hello")),
        ]);

    private static readonly DefectKind[] UriDefects =
        [DefectKind.MalformedUri, DefectKind.MalformedHost, DefectKind.MalformedPort, DefectKind.MalformedEscape];

    private static Finding HasSoundUris(WireMessage request)
    {
        var sip = request.Sip;
        var defects = sip.RequestUri.Defects
            .Concat(sip.From?.Defects ?? [])
            .Concat(sip.To?.Defects ?? [])
            .Concat(sip.Contacts.SelectMany(it => it.Defects))
            .Where(it => UriDefects.Contains(it.Kind));
        return request.HasNone(
            defects,
            sip.Head,
            $"URIs in Request-URI, From, To and Contact of the {request.Title()} that follow their grammar",
            "escape the character as % and two hexadecimal digits, or write it as the grammar has it");
    }

    private static Finding HasNothingForbidden(WireMessage request)
    {
        const string Expected = "a Request-URI without headers and without method parameter";
        var evidence = request.At(request.Sip.RequestUriSpan, "Request-URI");
        return request.Sip.RequestUri.Value is SipUri uri
            ? Finding.That(uri.Headers.Count == 0 && uri.Parameters.Named("method") is null, Expected, uri.Text, "cut the headers (? and what follows) and the method parameter", evidence)
            : Finding.Holds(Expected, "another kind of URI", evidence);
    }
}
