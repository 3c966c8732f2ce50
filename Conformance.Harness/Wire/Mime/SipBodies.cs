using Conformance.Harness.Wire.Sip;

namespace Conformance.Harness.Wire.Mime;

/// <summary>The bodies of a SIP message, whether it is a multipart or not.</summary>
public static class SipBodies
{
    /// <summary>The message's Content-Type; null when there is none.</summary>
    public static Reading<MediaType>? ContentType(this SipMessage message) => throw new NotImplementedException();

    /// <summary>The multipart body; null when the body is not a multipart.</summary>
    public static Reading<Multipart>? Multipart(this SipMessage message) => throw new NotImplementedException();

    /// <summary>
    /// The leaf parts, nested multiparts opened: of a body that is no multipart, the one part that it is, with the
    /// message's Content-* fields as its header; none of an empty body.
    /// </summary>
    public static IReadOnlyList<BodyPart> BodyParts(this SipMessage message) => throw new NotImplementedException();

    /// <summary>The first leaf part of that type.</summary>
    public static BodyPart? BodyPart(this SipMessage message, string typeAndSubtype) => throw new NotImplementedException();

    /// <summary>With the parts of that type cut out of the multipart; delimiters and all other octets stay, Content-Length follows.</summary>
    public static SipMessage WithoutPart(this SipMessage message, string typeAndSubtype) => throw new NotImplementedException();

    /// <summary>With the content of the first part of that type replaced; Content-Length follows.</summary>
    public static SipMessage WithPartContent(this SipMessage message, string typeAndSubtype, ReadOnlySpan<byte> content) => throw new NotImplementedException();

    /// <summary>With the header block of the first part of that type replaced by these "Name: value" lines; Content-Length follows.</summary>
    public static SipMessage WithPartHeaders(this SipMessage message, string typeAndSubtype, params IReadOnlyList<string> headers) => throw new NotImplementedException();

    /// <summary>With a textual replacement in the content of the first part of that type; Content-Length follows.</summary>
    public static SipMessage WithPartText(this SipMessage message, string typeAndSubtype, Func<string, string> edit) => throw new NotImplementedException();
}
