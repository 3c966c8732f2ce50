using Conformance.Harness.Core.Transactions;

namespace Conformance.Harness.Core.Dialogs;

/// <summary>Answers what neither begins nor changes a session: questions, and requests that the core does not do.</summary>
internal static class Capabilities
{
    public static void Answer(CoreServices core, ServerTransaction transaction)
    {
        switch (transaction.Request.Method)
        {
            case "OPTIONS":
                core.Reply(transaction, 200, Allow, ("Accept", "application/sdp, multipart/mixed, application/resource-lists+xml"));
                break;
            case "SUBSCRIBE" or "PUBLISH":
                // The field is mandatory (RFC 3265 table 2) and cannot be empty; the core has no package.
                core.Reply(transaction, 489, ("Allow-Events", "none"));
                break;
            default:
                core.Reply(transaction, 405, Allow);
                break;
        }
    }

    private static (string Name, string Value) Allow => ("Allow", string.Join(", ", CoreServices.Methods));
}
