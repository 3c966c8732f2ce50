namespace Conformance.Harness.Core.Provocations;

/// <content>INVITEs that are redirected (RFC 3261 section 8.1.3.4).</content>
public static partial class Behaviours
{
    public static readonly Behaviour Redirects = new("redirects", "redirects the first INVITE to the core's own URI of the same user or of the new conference")
    {
        Invite = InvitePolicy.First(new Reply(302) { RedirectsTo = (_, own) => [own] }),
    };

    public static readonly Behaviour RedirectsToSeveral = new("redirects-to-several", "redirects the first INVITE to two URIs, refuses the next one with 480 and takes the third")
    {
        Invite = new InvitePolicy(attempt => attempt.Number switch
        {
            1 => [new Reply(302) { RedirectsTo = (_, own) => [$"{Away(own)};q=0.9", $"{own};q=0.2"] }],
            2 => [new Reply(480)],
            _ => InvitePolicy.Usual.Plan(attempt),
        }),
    };

    public static readonly Behaviour RedirectsToNobody = new("redirects-to-nobody", "redirects the INVITE and names no URI")
    {
        Invite = InvitePolicy.Always(new Reply(302)),
    };

    public static readonly Behaviour RedirectsInACircle = new("redirects-in-a-circle", "redirects each INVITE to the URI that was tried and to the core's own of the same user")
    {
        Invite = InvitePolicy.Always(new Reply(302) { RedirectsTo = (tried, own) => [$"<{tried}>", own] }),
    };

    /// <summary>The same URI for another user, who is at the core as anybody is. A parameter alone would not make it another URI (RFC 3261 section 19.1.4).</summary>
    private static string Away(string own) => own.Replace("<sip:", "<sip:away-", StringComparison.Ordinal);
}
