namespace Conformance.Harness.Wire;

/// <summary>Every way in which octets can break a grammar that this suite reads.</summary>
public enum DefectKind
{
    // SIP framing and start line (RFC 3261 sections 7, 18.3, 25.1)
    EmptyMessage,
    BareLineFeed,
    BareCarriageReturn,
    HeaderSectionNotClosed,
    MalformedStartLine,
    UnknownSipVersion,
    StatusCodeOutOfRange,
    HeaderWithoutColon,
    MalformedHeaderName,
    MissingHeader,
    RepeatedHeader,
    MalformedContentLength,
    ConflictingContentLength,
    BodyShorterThanContentLength,
    OctetsAfterBody,

    // SIP header values (RFC 3261 section 25.1)
    MalformedUri,
    MalformedHost,
    MalformedPort,
    MalformedEscape,
    MalformedParameter,
    RepeatedParameter,
    MalformedNameAddr,
    UnbalancedQuote,
    UnbalancedAngleBracket,
    UriNeedsAngleBrackets,
    MalformedVia,
    MalformedCSeq,
    MalformedRAck,
    NumberOutOfRange,
    MalformedNumber,
    MethodMismatch,
    MalformedToken,
    MalformedDate,
    MalformedAuthentication,
    MalformedMediaType,
    EmptyListElement,

    // MIME (RFC 2046 section 5.1)
    MissingBoundary,
    MalformedBoundary,
    MissingOpeningDelimiter,
    MissingClosingDelimiter,
    PaddingAfterDelimiter,
    PartWithoutBlankLine,

    // SDP (RFC 4566 section 9)
    MalformedSdpLine,
    SdpLineOutOfOrder,
    MissingSdpLine,
    RepeatedSdpLine,
    MalformedSdpValue,
    SdpLineEndsWithoutCarriageReturn,

    // MSRP (RFC 4975 section 9)
    MalformedMsrpStartLine,
    MalformedMsrpHeader,
    MsrpHeaderOutOfOrder,
    MalformedMsrpUri,
    MalformedByteRange,
    MalformedIdent,
    MissingEndLine,
    MalformedEndLine,
    MissingMsrpHeader,
    ContentTypeNotLast,
    BlankLineWithoutBody,

    // CPIM (RFC 3862)
    MalformedCpimHeader,
    CpimSectionNotClosed,
    MissingCpimContentType,

    // XML (RFC 4826, XML 1.0)
    MalformedXml,
    DocumentTypeForbidden,
    NotUtf8,
    UnexpectedElement,
    MissingAttribute,
}
