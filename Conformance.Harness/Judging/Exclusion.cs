namespace Conformance.Harness.Judging;

/// <summary>Why a statement is not judged.</summary>
public enum ExclusionKind
{
    /// <summary>It binds another actor than the client under test.</summary>
    OtherActor,

    /// <summary>Nothing that the suite can see would show a breach.</summary>
    NotObservable,

    /// <summary>It defines or informs and asks nothing.</summary>
    Informative,

    /// <summary>It contradicts itself or another statement so that no verdict is fair.</summary>
    Ambiguous,

    /// <summary>Its source could not be looked up: what is not known for sure fails nobody.</summary>
    Unverified,

    /// <summary>Another statement asks the same, and is judged.</summary>
    JudgedElsewhere,
}

/// <summary>A normative statement that is accounted for without a verdict, with its reason.</summary>
public sealed record Exclusion(string Id, string Quote, ExclusionKind Kind, string Reason)
{
    public string Document => RequirementId.Split(Id).Document;

    public string Clause => RequirementId.Split(Id).Clause;
}
