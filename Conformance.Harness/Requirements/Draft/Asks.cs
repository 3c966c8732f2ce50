using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Requirements.Draft;

/// <summary>
/// The occasions of 6.1.3.2.1: what the user asked for. Who is invited is counted by decision D6, distinct addresses
/// other than the user's own; a request that means one user by that count and several by the other (bob and bob, bob
/// and oneself) is held against neither branch.
/// </summary>
internal static class Asks
{
    private static readonly Remembered<ChatAttempt, IReadOnlyList<string>> Others = new(attempt =>
        [.. AddressComparison.Distinct(attempt.Invitees).Where(it => !attempt.IsOwn(it))]);

    /// <summary>The IM Users invited: distinct, and not the user who invites.</summary>
    public static IReadOnlyList<string> Invited(this ChatAttempt attempt) => Others.Of(attempt);

    public static bool IsOwn(this ChatAttempt attempt, string address) => AddressComparison.IsSame(attempt.Trace.Provisioning.Address, address);

    public static int Maximum(this ChatAttempt attempt) => attempt.Trace.Provisioning.MaxAdhocGroupSize;

    /// <summary>Requests for a chat with one user (item 2).</summary>
    public static IEnumerable<ChatAttempt> OneToOne(Trace trace) => trace.Provisioning.Declaration.OneToOne
        ? trace.Attempts().Where(it => it.Invitees.Count == 1 && it.Invited().Count == 1)
        : [];

    /// <summary>Requests for a chat with more than one user (item 3), however many.</summary>
    public static IEnumerable<ChatAttempt> AdHoc(Trace trace) => trace.Provisioning.Declaration.AdHoc
        ? trace.Attempts().Where(it => it.Invited().Count > 1)
        : [];

    /// <summary>
    /// Requests for a group on which an INVITE has to follow. Where the readings of item 3 d part (D4, D6) only those
    /// that the client followed: whether it had to is judged by 3d.3, once.
    /// </summary>
    public static IEnumerable<ChatAttempt> AdHocToInvite(Trace trace) => AdHoc(trace)
        .Where(it => it.Invitees.Count < it.Maximum() || (it.Invited().Count <= it.Maximum() && it.InitialInvite is not null));

    /// <summary>Every request for a chat on which an INVITE has to follow.</summary>
    public static IEnumerable<ChatAttempt> ToInvite(Trace trace) =>
        OneToOne(trace).Concat(AdHocToInvite(trace)).OrderBy(it => it.Ask.Number);
}
