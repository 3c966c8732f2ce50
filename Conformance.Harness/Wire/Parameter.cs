namespace Conformance.Harness.Wire;

/// <summary>One ";name=value" of a header field or URI. The value is unquoted; null when there is no "=".</summary>
public sealed record Parameter(string Name, string? Value, ByteSpan Span);

/// <summary>Look-up of parameters by name, which is case-insensitive everywhere in SIP and MIME.</summary>
public static class Parameters
{
    public static Parameter? Named(this IReadOnlyList<Parameter> parameters, string name)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return parameter;
            }
        }

        return null;
    }
}
