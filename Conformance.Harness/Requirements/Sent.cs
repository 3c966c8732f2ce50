using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Requirements;

/// <summary>A URI list in a message, with the part that holds it.</summary>
internal sealed record TracedList(WireMessage Message, BodyPart Part, Reading<ResourceLists> Reading)
{
    /// <summary>Each defect of the reading with one of these kinds.</summary>
    public IEnumerable<Defect> Defects(params DefectKind[] kinds) => Reading.Defects.Where(it => kinds.Contains(it.Kind));

    /// <summary>What is said of the document where it can be read; whether it can is RFC4826-3.1-1's matter.</summary>
    public Finding Readable(string expected, Func<ResourceLists, Finding> then) => Reading.Value is { } lists
        ? then(lists)
        : Finding.Undecided(expected, "the list cannot be read", Message.At(Part.Content, "the list"));
}

/// <summary>What the client sent of one kind, copies of a request left out: the occasions of rules on syntax.</summary>
internal static class Sent
{
    public const string ListType = ResourceLists.MediaType;

    public static IEnumerable<WireMessage> Messages(Trace trace)
    {
        var copies = trace.ClientTransactions().SelectMany(it => it.Copies).ToHashSet();
        return trace.SipFromClient().Where(it => !copies.Contains(it));
    }

    public static IEnumerable<WireMessage> Multiparts(Trace trace) => Messages(trace)
        .Where(it => it.Sip.ContentType()?.Value is { IsMultipart: true });

    public static IEnumerable<TracedSdp> Sdps(Trace trace) => Messages(trace).SelectMany(it => it.Sdps()).Where(it => !it.Part.IsEncoded());

    public static IEnumerable<TracedList> Lists(Trace trace) => Messages(trace).SelectMany(Lists);

    public static IEnumerable<TracedList> Lists(this WireMessage message) => message.Sip.BodyParts()
        .Where(part => part.Is(ListType) && !part.IsEncoded())
        .Select(part => new TracedList(message, part, ResourceLists.Parse(message.Octets, part.Content)));
}
