namespace Conformance.Harness.Wire.Sip;

/// <summary>Tells parameters whose name stood already (RFC 3261 sections 7.3.1 and 19.1.1).</summary>
internal struct Repetitions(List<Defect> defects)
{
    private readonly List<Defect> _defects = defects;
    private HashSet<string>? _names;

    public void Judge(string name, ByteSpan parameter)
    {
        _names ??= new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (!_names.Add(name))
        {
            _defects.Add(new Defect(DefectKind.RepeatedParameter, parameter));
        }
    }
}
