using System.Runtime.CompilerServices;

namespace Conformance.Harness.Tracing.Views;

/// <summary>
/// A view that is made once for each trace or message: a hundred checks ask for the same one, and what they ask of never
/// changes. What is remembered lives as long as its subject.
/// </summary>
internal sealed class Remembered<TSubject, TView>(Func<TSubject, TView> make)
    where TSubject : class
    where TView : class
{
    private readonly ConditionalWeakTable<TSubject, TView> _views = [];

    public TView Of(TSubject subject) => _views.GetValue(subject, it => make(it));
}
