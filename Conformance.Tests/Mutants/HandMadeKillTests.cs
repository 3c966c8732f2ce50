using Conformance.Harness.Judging;
using Conformance.Harness.Mutation;
using Conformance.Harness.Requirements;
using Conformance.Harness.Tracing;
using Conformance.Harness.Wire.Sip;

namespace Conformance.Tests.Mutants;

/// <summary>
/// Requirements whose occasions a client may leave out, on traces made by hand: sound as it stands, and failing when what the client
/// sent has passed through the mutant's ports.
/// </summary>
public class HandMadeKillTests
{
    private const string Conference = "sip:conference-1@im.example;gr=x";

    private static readonly string[] Routes = ["<sip:192.0.2.1:5060;transport=udp;lr>", "<sip:scscf@core.im.example;lr>", "<sip:as@core.im.example;lr>"];

    private static readonly string[] Ids = ["IM-6.1.3.2.1-3c", "IM-6.1.3.2.1-IMS", "IM-6.1.3.2.1-N2.2"];

    private static IEnumerable<TestCaseData> Pairs => Catalogue.Requirements.Where(it => Ids.Contains(it.Id)).SelectMany(
        requirement => requirement.Mutants,
        (requirement, mutant) => new TestCaseData(requirement, mutant).SetArgDisplayNames($"{requirement.Id}/{mutant.Name}"));

    [TestCaseSource(nameof(Ids))]
    public void Right_client_passes(string id) =>
        Assert.That(Catalogue.Requirements.Single(it => it.Id == id).Judge([Chat()]).Verdict, Is.EqualTo(Verdict.Pass));

    [TestCaseSource(nameof(Pairs))]
    public void Mutant_is_caught(Requirement requirement, Mutant mutant) =>
        Assert.That(requirement.Judge([Tampered(Chat(), mutant.Create())]).Verdict, Is.EqualTo(Verdict.Fail));

    [TestCase("IM-6.1.3.2.1-3c", Verdict.None)]
    [TestCase("IM-6.1.3.2.1-N2.2", Verdict.None)]
    [TestCase("IM-6.1.3.2.1-IMS", Verdict.None)]
    public void Client_that_does_not_declare_it_is_not_judged(string id, Verdict verdict)
    {
        var plain = Chat() with { Provisioning = Chat().Provisioning with { Declaration = new(true, true, false, true, false) } };

        Assert.That(Catalogue.Requirements.Single(it => it.Id == id).Judge([plain]).Verdict, Is.EqualTo(verdict));
    }

    [Test]
    public void Subscription_that_nobody_made_is_none() => Assert.That(
        Catalogue.Requirements.Single(it => it.Id == "IM-6.1.3.2.1-3c").Judge([Tampered(Chat(), Mutant.Drops("drops-subscribe", "SUBSCRIBE").Create())]).Verdict,
        Is.EqualTo(Verdict.None));

    /// <summary>One real client subscribes to the factory: the draft does not say where, so that is let pass.</summary>
    [Test]
    public void Subscription_to_the_factory_passes() => Assert.That(
        Catalogue.Requirements.Single(it => it.Id == "IM-6.1.3.2.1-3c").Judge([Chat(subscribesTo: HandMadeTrace.Factory)]).Verdict,
        Is.EqualTo(Verdict.Pass));

    /// <summary>Registration, an ad-hoc chat, and the user asking who is there.</summary>
    private static Trace Chat(string subscribesTo = Conference)
    {
        var register = HandMadeMessages.Register();
        var invite = HandMadeMessages.Invite("sip:bob@im.example", "sip:carol@im.example").WithAdded("Route", Routes[0]).WithAdded("Route", Routes[1]).WithAdded("Route", Routes[2]);
        var ok = HandMadeMessages.Ok(invite);
        return new HandMadeTrace()
            .Does(new Register()).ClientSends(register).CoreSends(HandMadeMessages.Registered(register, Routes[1], Routes[2]))
            .Asks("sip:bob@im.example", "sip:carol@im.example").ClientSends(invite).CoreSends(ok).ClientSends(HandMadeMessages.InDialog("ACK", ok))
            .Does(new SubscribeConference("chat-1")).ClientSends(HandMadeMessages.Subscribe(subscribesTo))
            .Seal();
    }

    /// <summary>The trace as it would be had the client sent through this tamper.</summary>
    internal static Trace Tampered(Trace trace, Tamper tamper)
    {
        var clock = new HandSetClock();
        var recorder = new TraceRecorder(clock);
        foreach (var happened in trace.Events)
        {
            clock.Now = happened.At.Ticks;
            switch (happened)
            {
                case UserAction it:
                    recorder.Action(it.Request);
                    break;
                case ClientReport it:
                    recorder.Report(it.Report);
                    break;
                case Connection it:
                    recorder.Connection(it.Change, it.Initiator, it.Transport, it.ConnectionId, it.Client, it.Core);
                    break;
                case WireMessage it:
                    var passed = it.IsFromClient ? tamper.Send(new Outgoing(it.Protocol, it.Transport, it.Octets)).Select(sent => sent.Octets) : [it.Octets];
                    foreach (var octets in passed)
                    {
                        recorder.Message(it.Direction, it.Protocol, it.Transport, it.ConnectionId, it.Client, it.Core, octets);
                    }

                    break;
            }
        }

        return recorder.Seal(trace.Scenario, trace.Provisioning, trace.Interruption);
    }
}
