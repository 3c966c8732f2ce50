using Conformance.Harness.Judging;
using Conformance.Harness.Tracing;
using Conformance.Harness.Tracing.Views;

namespace Conformance.Harness.Requirements;

/// <summary>Which identities are the user's: the one of the account, those registered, and those that the registrar associated.</summary>
internal static class UserIdentities
{
    /// <summary>Whether each address of a field is an identity of the user.</summary>
    public static Finding AreOwn(Trace trace, WireMessage request, string field)
    {
        var own = Before(trace, request);
        var strange = request.Sip.Addresses(field)
            .Select(it => it.Value?.Uri.Text)
            .FirstOrDefault(it => it is null || !own.Any(identity => AddressComparison.IsSame(identity, it)));
        var values = string.Join(", ", request.Sip.ElementTexts(field));
        return Finding.That(
            strange is null && values.Length > 0,
            $"an identity of the user in {field}: {string.Join(", ", own)}",
            $"{field}: {values}",
            $"write <{own[0]}>",
            request.Field(field));
    }

    private static List<string> Before(Trace trace, WireMessage request)
    {
        var registrations = trace.ClientTransactions()
            .Where(it => it.Method == "REGISTER" && it.Success is { } ok && ok.Number < request.Number)
            .ToList();
        return
        [
            .. registrations.SelectMany(it => it.Success!.Sip.Addresses("P-Associated-URI")).Select(it => it.Value?.Uri.Text)
                .Concat(registrations.Select(it => it.Request.Sip.To?.Value?.Uri.Text))
                .OfType<string>()
                .Prepend(trace.Provisioning.Address)
                .Distinct(),
        ];
    }
}
