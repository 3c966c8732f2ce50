using System.Collections.Concurrent;
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
    public TView Of(TSubject subject) => (TView)Views<TSubject>.Of(subject).GetOrAdd(this, (_, it) => make(it), subject);
}

/// <summary>All views of a subject in one place: each entry of a weak table is a burden on every garbage collection.</summary>
file static class Views<TSubject>
    where TSubject : class
{
    private static readonly ConditionalWeakTable<TSubject, ConcurrentDictionary<object, object>> Known = [];

    public static ConcurrentDictionary<object, object> Of(TSubject subject) =>
        Known.GetValue(subject, _ => new ConcurrentDictionary<object, object>(concurrencyLevel: 1, capacity: 31, ReferenceEqualityComparer.Instance));
}
