using Conformance.Harness.Judging;

namespace Conformance.Tests.Harness.Judging;

public class AddressComparisonTests
{
    [TestCase("sip:bob@im.example", "sip:bob@im.example", true)]
    [TestCase("sip:bob@im.example", "SIP:bob@IM.EXAMPLE", true)]
    [TestCase("sip:bob@im.example", " sip:bob@im.example", true)]
    [TestCase("sip:bob@im.example", "sip:BOB@im.example", false)]
    [TestCase("sip:bob@im.example", "sip:bob@im.example;transport=tcp", true, Description = "how to reach it")]
    [TestCase("sip:bob@im.example;transport=tcp", "sip:bob@im.example;transport=udp", false)]
    [TestCase("sip:bob@im.example", "sip:bob@im.example;maddr=192.0.2.1", false, Description = "that is elsewhere")]
    [TestCase("sip:bob@im.example?Subject=a", "sip:bob@im.example", true, Description = "headers do not stand in a Request-URI")]
    [TestCase("sip:bob@im.example;method=REFER", "sip:bob@im.example", true)]
    [TestCase("sip:%62ob@im.example", "sip:bob@im.example", true)]
    [TestCase("sip:a%40b@im.example", "sip:a@im.example", false)]
    [TestCase("sip:bob;day=1@im.example;x=1", "sip:bob;day=1@im.example;transport=tcp;x=1", true)]
    [TestCase("sip:bob@im.example", "sips:bob@im.example", false)]
    [TestCase("sip:bob@[2001:db8::1]:5070", "sip:bob@[2001:DB8::1]:5070", true)]
    [TestCase("tel:+358-50-123", "tel:+35850123", true)]
    [TestCase("tel:+35850123", "sip:+358-50-123@im.example;user=phone", true)]
    [TestCase("sip:+35850123@im.example", "tel:+35850123", true)]
    [TestCase("tel:+35850123", "sip:+35850124@im.example", false)]
    [TestCase("tel:+35850123", "sip:im.example", false)]
    [TestCase("im:bob@im.example", "im:bob@im.example", true)]
    [TestCase("bob", "bob", true)]
    [TestCase("bob", "sip:bob@im.example", false)]
    public void Addresses_are_compared_as_names_of_users(string asked, string observed, bool same) =>
        Assert.That(AddressComparison.IsSame(asked, observed), Is.EqualTo(same));

    [Test]
    public void Distinct_addresses_keep_their_order_and_the_first_of_equals() => Assert.That(
        AddressComparison.Distinct(["sip:bob@im.example", "sip:carol@im.example", "sip:bob@IM.example"]),
        Is.EqualTo(new[] { "sip:bob@im.example", "sip:carol@im.example" }));
}
