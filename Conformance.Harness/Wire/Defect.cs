namespace Conformance.Harness.Wire;

/// <summary>Broken syntax: what is wrong and where. Never an exception, never a silent repair.</summary>
public readonly record struct Defect(DefectKind Kind, ByteSpan Span);
