using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;
using Conformance.Harness.Wire.Xml;

namespace Conformance.Harness.Wire.Mime;

/// <summary>Everything that is broken in the bodies of a message, as <see cref="SipMessage.Inspect"/> is for its head.</summary>
public static class BodyInspection
{
    /// <summary>The defects of multiparts at every depth, of the types of their parts, of session descriptions and resource lists.</summary>
    public static IReadOnlyList<Defect> InspectBodies(this SipMessage message) =>
    [
        .. SipBodies.Readings(message).SelectMany(Defects),
        .. message.BodyParts().SelectMany(part => Defects(message.Octets, part)),
    ];

    private static IEnumerable<Defect> Defects(Reading<Multipart> reading) => reading.Value is null
        ? reading.Defects
        : reading.Defects.Concat(reading.Value.Parts.SelectMany(part => part.ContentType?.Defects ?? []));

    private static IReadOnlyList<Defect> Defects(ReadOnlyMemory<byte> octets, BodyPart part)
    {
        if (part.Is("application/sdp"))
        {
            return SdpDescription.Parse(octets, part.Content).Defects;
        }

        return part.Is(ResourceLists.MediaType) ? ResourceLists.Parse(octets, part.Content).Defects : [];
    }
}
