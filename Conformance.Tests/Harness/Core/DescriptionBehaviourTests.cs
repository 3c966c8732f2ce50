using System.Text;
using Conformance.Harness.Core.Provocations;
using Conformance.Harness.Wire.Mime;
using Conformance.Harness.Wire.Msrp;
using Conformance.Harness.Wire.Sdp;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Harness.Core;

/// <summary>Answers whose session description looks unusual, each asked for by its name as the called user.</summary>
internal sealed class DescriptionBehaviourTests
{
    [Test]
    public void Stream_is_rejected_by_port_zero() => Answered("rejected-stream", "application/sdp", answer =>
        Assert.That(Description(answer).Media.Single().Port, Is.Zero));

    [Test]
    public void Attributes_that_nobody_knows_stand_behind_the_bandwidth() => Answered("unknown-attributes", "application/sdp", answer =>
    {
        var media = Description(answer).Media.Single();
        Assert.That(media.Lines[0].Value, Is.EqualTo("AS:64"));
        Assert.That(media.Attributes.Take(2).Select(it => (it.Name, it.Value)), Is.EqualTo(new[] { ("x-foo", "bar"), ("x-flag", (string?)null) }));
    });

    [Test]
    public void Port_of_the_decoy_is_not_that_of_the_path() => Answered("decoy-port", "application/sdp", answer =>
    {
        var media = Description(answer).Media.Single();
        Assert.That(media.Port, Is.EqualTo(5060));
        Assert.That(MsrpUri.Parse(media.Attribute("path")!.Value!).Value!.Port, Is.Not.EqualTo(5060));
    });

    [Test]
    public void Multipart_has_a_preamble_and_an_epilogue() => Answered("multipart-answer", "multipart/mixed", answer =>
    {
        var text = answer.Body.Text(answer.Octets);
        Assert.That(text, Does.StartWith("Written before").And.EndsWith("Written behind the last delimiter.\r\n"));
        Assert.That(answer.Multipart()!.Value!.Parts, Has.Count.EqualTo(1));
        Assert.That(Description(answer).Media, Has.Count.EqualTo(1));
    });

    [Test]
    public void Nested_multipart_has_the_description_inside() => Answered("nested-answer", "multipart/mixed", answer =>
    {
        Assert.That(answer.Multipart()!.Value!.Parts.Single().Is("multipart/mixed"), Is.True);
        Assert.That(Description(answer).Media, Has.Count.EqualTo(1));
    });

    [TestCase("multipart-answer", null)]
    [TestCase("multipart-answer", "application/sdp, text/plain")]
    [TestCase("nested-answer", "application/sdp")]
    public void Who_takes_no_multipart_gets_a_plain_answer(string name, string? accept) =>
        Answered(name, accept, answer => Assert.That(answer.ContentType()!.Value!.ToString(), Is.EqualTo("application/sdp")));

    private static SdpDescription Description(SipMessage answer) =>
        SdpDescription.Parse(answer.Octets, answer.BodyPart("application/sdp")!.Content).Value!;

    private static void Answered(string name, string? accept, Action<SipMessage> check) => CoreRig.Run(
        async rig =>
        {
            var invite = rig.Request("INVITE", $"sip:{name}@im.example", to: $"<sip:{name}@im.example>").Header("Contact", $"<sip:alice@{rig.Client}>");
            invite = accept is null ? invite : invite.Header("Accept", accept);
            await rig.Send(invite.Body("application/sdp", Encoding.UTF8.GetBytes(CoreRig.Offer())).Write());
            await rig.Next(180);
            var answer = await rig.Next(200);
            Assert.That(answer.Inspect(), Is.Empty);
            Assert.That(answer.InspectBodies(), Is.Empty);
            check(answer);
        },
        Behaviours.AsNamed);
}
