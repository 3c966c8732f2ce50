using System.Text;
using Conformance.Harness.Judging;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Judging;

public sealed class SipOccasionsTests
{
    private const string Cookie = "\u0021\u0012\u00a4\u0042";
    private const string Transaction = "0123456789ab";

    [TestCase("\r\n\r\n", 0)]
    [TestCase("\r", 0)]
    [TestCase("\0\0\0\0", 0)]
    [TestCase("\0\u0001\0\0" + Cookie + Transaction, 0)]
    [TestCase("\0\u0001\0\u0004" + Cookie + Transaction + "attr", 0)]
    [TestCase("\0\u0001\0\u0008" + Cookie + Transaction + "attr", 1)]
    [TestCase("\0\u0001 octets that only begin like STUN", 1)]
    [TestCase("hello\r\n", 1)]
    public void What_keeps_a_flow_alive_is_no_message_and_all_else_is(string octets, int messages)
    {
        var trace = new HandMadeTrace().ClientSends(SipMessage.Parse(Encoding.Latin1.GetBytes(octets))).Seal();

        Assert.That(trace.ClientSip().Count(), Is.EqualTo(messages));
    }
}
