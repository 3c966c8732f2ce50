using Conformance.Harness.Tracing;

namespace Conformance.Harness.Judging;

/// <summary>What a client's declaration (ISO 9646 ICS) makes applicable.</summary>
internal static class Applicability
{
    /// <summary>Documents about one capability: who does not declare it has none of their statements to keep.</summary>
    private static readonly Dictionary<string, Func<Declaration, bool>> Documents = new(StringComparer.Ordinal)
    {
        ["RFC 3862"] = it => it.Msrp,
        ["RFC 4575"] = it => it.ConferenceSubscription,
        ["RFC 4826"] = it => it.AdHoc,
        ["RFC 4975"] = it => it.Msrp,
        ["RFC 5363"] = it => it.AdHoc,
        ["RFC 5364"] = it => it.AdHoc,
        ["RFC 5366"] = it => it.AdHoc,
        ["RFC 6135"] = it => it.Msrp,
        ["XML 1.0"] = it => it.AdHoc,
    };

    /// <summary>When a statement is applicable: by its document, and by what it needs beyond (null: nothing).</summary>
    public static Func<Declaration, bool> Of(string document, Func<Declaration, bool>? given)
    {
        var ofDocument = Documents.GetValueOrDefault(document);
        return declaration => ofDocument?.Invoke(declaration) != false && given?.Invoke(declaration) != false;
    }
}
