using System.Text;

namespace Conformance.Harness.Core.Msrp;

/// <summary>Transaction ids of the core's MSRP requests.</summary>
internal static class MsrpTransactions
{
    /// <summary>A new one that does not stand in the body, since the end-line must not (RFC 4975 section 7.1).</summary>
    public static string Fresh(Identifiers identifiers, ReadOnlySpan<byte> body)
    {
        var id = identifiers.Next(10);
        while (body.IndexOf(Encoding.ASCII.GetBytes(id)) >= 0)
        {
            id = identifiers.Next(10);
        }

        return id;
    }
}
