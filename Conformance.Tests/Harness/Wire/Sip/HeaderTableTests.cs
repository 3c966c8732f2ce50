using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Wire.Sip;

public sealed class HeaderTableTests
{
    // The compact forms of RFC 3261 section 7.3.3 and of the extensions registered with IANA.
    [TestCase("a", "Accept-Contact")]
    [TestCase("b", "Referred-By")]
    [TestCase("c", "Content-Type")]
    [TestCase("d", "Request-Disposition")]
    [TestCase("e", "Content-Encoding")]
    [TestCase("f", "From")]
    [TestCase("i", "Call-ID")]
    [TestCase("j", "Reject-Contact")]
    [TestCase("k", "Supported")]
    [TestCase("l", "Content-Length")]
    [TestCase("M", "Contact")]
    [TestCase("n", "Identity-Info")]
    [TestCase("o", "Event")]
    [TestCase("r", "Refer-To")]
    [TestCase("s", "Subject")]
    [TestCase("t", "To")]
    [TestCase("u", "Allow-Events")]
    [TestCase("V", "Via")]
    [TestCase("x", "Session-Expires")]
    [TestCase("y", "Identity")]
    [TestCase("z", "z")]
    [TestCase("vIA", "vIA")]
    [TestCase("X-New", "X-New")]
    public void Name_is_made_long_where_it_is_compact(string name, string longName) =>
        Assert.That(HeaderTable.LongName(name), Is.EqualTo(longName));

    [TestCase("Via", true)]
    [TestCase("m", true)]
    [TestCase("SUPPORTED", true)]
    [TestCase("Service-Route", true)]
    [TestCase("To", false)]
    [TestCase("Date", false)]
    [TestCase("WWW-Authenticate", false)]
    [TestCase("X-New", false)]
    public void Field_is_a_list_where_its_grammar_is(string name, bool isList) => Assert.That(HeaderTable.IsList(name), Is.EqualTo(isList));
}
