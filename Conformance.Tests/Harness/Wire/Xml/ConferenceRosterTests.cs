using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Wire.Xml;

/// <summary>Documents one after the other (RFC 4575 section 4.6).</summary>
internal sealed class ConferenceRosterTests
{
    private readonly ConferenceRoster _roster = new();

    [SetUp]
    public void Begin() => Apply(InfoState.Full, 3, ConferenceUser.With("a", "connected"), ConferenceUser.With("b", "on-hold"), ConferenceUser.With("c", "pending"));

    [TestCase("connected", true)]
    [TestCase("on-hold", true)]
    [TestCase("muted-via-focus", true)]
    [TestCase("pending", false)]
    [TestCase("dialing-in", false)]
    [TestCase("dialing-out", false)]
    [TestCase("alerting", false)]
    [TestCase("disconnecting", false)]
    [TestCase("disconnected", false)]
    public void Status_tells_who_takes_part(string status, bool isIn)
    {
        Apply(InfoState.Partial, 4, ConferenceUser.With("d", status));

        Assert.That(_roster.Joined.Contains("d"), Is.EqualTo(isIn));
    }

    [Test]
    public void Full_document_is_the_whole()
    {
        Apply(InfoState.Full, 9, ConferenceUser.With("d", "connected"));

        Assert.That(_roster.Joined, Is.EqualTo(["d"]));
    }

    [Test]
    public void Partial_document_adds_changes_and_removes()
    {
        Apply(InfoState.Partial, 4, ConferenceUser.With("c", "connected"), new ConferenceUser("b", InfoState.Deleted, []));

        Assert.That(_roster.Joined, Is.EquivalentTo(["a", "c"]));
    }

    [Test]
    public void Partial_user_keeps_the_devices_that_are_not_named()
    {
        Apply(InfoState.Partial, 4, new ConferenceUser("a", InfoState.Partial, [new ConferenceEndpoint("a2", InfoState.Full, "disconnected")]));
        Assert.That(_roster.Joined, Does.Contain("a"));

        Apply(InfoState.Partial, 5, new ConferenceUser("a", InfoState.Partial, [new ConferenceEndpoint("a", InfoState.Deleted, null)]));
        Assert.That(_roster.Joined, Does.Not.Contain("a"));
    }

    [TestCase(InfoState.Full, 3, RosterChange.Stale)]
    [TestCase(InfoState.Partial, 3, RosterChange.Stale)]
    [TestCase(InfoState.Partial, 0, RosterChange.Stale)]
    [TestCase(InfoState.Partial, 5, RosterChange.Gap)]
    [TestCase(InfoState.Partial, 4, RosterChange.Applied)]
    [TestCase(InfoState.Full, 100, RosterChange.Applied)]
    [TestCase(InfoState.Deleted, 4, RosterChange.Deleted)]
    public void Version_decides(InfoState state, long version, RosterChange change)
    {
        Assert.That(Apply(state, version), Is.EqualTo(change));
        Assert.That(_roster.Joined, Has.Count.EqualTo(change is RosterChange.Deleted || (change == RosterChange.Applied && state == InfoState.Full) ? 0 : 2));
    }

    [Test]
    public void First_partial_document_is_a_gap() =>
        Assert.That(new ConferenceRoster().Apply(new ConferenceInfo("x", InfoState.Partial, 1, [])), Is.EqualTo(RosterChange.Gap));

    private RosterChange Apply(InfoState state, long version, params IReadOnlyList<ConferenceUser> users) =>
        _roster.Apply(new ConferenceInfo("sip:conf@im.example", state, version, users));
}
