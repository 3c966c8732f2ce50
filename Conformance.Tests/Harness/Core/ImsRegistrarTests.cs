using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>The registrar of an IMS.</summary>
internal sealed class ImsRegistrarTests
{
    private static readonly Behaviour Ims = Behaviours.ImsRegistration with { Registrar = Behaviours.ImsRegistration.Registrar with { Algorithms = [] } };

    [Test]
    public void Grant_names_path_service_route_and_identities() => CoreRig.Run(
        async rig =>
        {
            var granted = await rig.Ask(Register(rig, "600"), 200);

            Assert.That(granted.ElementTexts("Path"), Is.EqualTo(["<sip:term@pcscf.im.example;lr>"]));
            Assert.That(granted.ElementTexts("Service-Route"), Is.EqualTo(["<sip:orig@192.0.2.1:5060;lr>", "<sip:orig@scscf.im.example;lr;site=2>"]));
            Assert.That(granted.Addresses("P-Associated-URI").Select(it => it.Value!.Uri.Text), Is.EqualTo(["sip:alice@im.example", "sip:alice.work@im.example", "tel:+15555550100"]));
        },
        Ims);

    [TestCase("600", 8)]
    [TestCase("8", 8)]
    [TestCase("3", 3)]
    public void Grant_is_no_longer_than_the_behaviour_has_it(string asked, int granted) => CoreRig.Run(
        async rig => Assert.That((await rig.Ask(Register(rig, asked), 200)).Contacts.Single().Value!.Parameters.Named("expires")!.Value, Is.EqualTo($"{granted}")),
        Ims);

    [Test]
    public void Removal_is_answered_with_nothing_of_all_that() => CoreRig.Run(
        async rig =>
        {
            await rig.Ask(Register(rig, "600"), 200);

            var removed = await rig.Ask(Register(rig, "0", sequence: 2), 200);

            Assert.That(new[] { "Contact", "Path", "Service-Route", "P-Associated-URI" }.Where(it => removed.Header(it) is not null), Is.Empty);
        },
        Ims);

    [Test]
    public void Request_that_names_a_further_hop_behind_the_core_is_answered_by_the_core() => CoreRig.Run(
        rig => rig.Ask(rig.Request("OPTIONS", "sip:bob@im.example").Header("Route", "<sip:192.0.2.1;lr>, <sip:orig@scscf.im.example;lr;site=2>").Write(), 200),
        Ims);

    private static SipMessage Register(CoreRig rig, string expires, int sequence = 1) => rig
        .Request("REGISTER", "sip:im.example", sequence: sequence, to: "<sip:alice@im.example>")
        .Header("Contact", "<sip:alice@192.0.2.2:5070>")
        .Header("Expires", expires)
        .Write();
}
