using Conformance.Harness.Wire.Xml;

namespace Conformance.Tests.Harness.Wire.Xml;

/// <summary>RFC 4575 section 4.6.</summary>
internal sealed class ConferenceRosterTests
{
    private const string Bob = "sip:bob@im.example";
    private const string Carol = "sip:carol@im.example";
    private const string Dave = "sip:dave@im.example";

    private ConferenceRoster _roster = null!;

    [SetUp]
    public void Begin_with_two_users()
    {
        _roster = new ConferenceRoster();
        _roster.Apply(Document(InfoState.Full, 3, With(Bob), With(Carol)));
    }

    [Test]
    public void Nothing_is_known_before_the_first_document_which_has_to_be_full()
    {
        var roster = new ConferenceRoster();

        Assert.Multiple(() =>
        {
            Assert.That(roster.IsKnown, Is.False);
            Assert.That(roster.Apply(Document(InfoState.Partial, 1, With(Bob))), Is.EqualTo(RosterChange.Gap));
            Assert.That(roster.IsKnown, Is.False);
            Assert.That(roster.Apply(Document(InfoState.Full, 0, With(Bob))), Is.EqualTo(RosterChange.Applied));
            Assert.That(roster.Joined, Is.EqualTo([Bob]));
        });
    }

    [TestCase(InfoState.Full, 4)]
    [TestCase(InfoState.Full, 9)]
    public void Full_document_replaces_all(InfoState state, int version) => Holds(RosterChange.Applied, Document(state, version, With(Dave)), Dave);

    [Test]
    public void Partial_document_adds_replaces_and_removes() =>
        Holds(RosterChange.Applied, Document(InfoState.Partial, 4, With(Dave), With(Carol, "disconnected"), new(Bob, InfoState.Deleted, [])), Dave);

    [TestCase(InfoState.Full, 3)]
    [TestCase(InfoState.Partial, 3)]
    [TestCase(InfoState.Deleted, 2)]
    public void Document_of_a_version_that_is_known_changes_nothing(InfoState state, int version) => Holds(RosterChange.Stale, Document(state, version), Bob, Carol);

    [Test]
    public void Document_without_version_changes_nothing() => Holds(RosterChange.Stale, Document(InfoState.Full, 4) with { Version = null }, Bob, Carol);

    [Test]
    public void Partial_document_behind_a_gap_changes_nothing_and_a_full_one_mends_it()
    {
        Holds(RosterChange.Gap, Document(InfoState.Partial, 5, With(Dave)), Bob, Carol);
        Holds(RosterChange.Applied, Document(InfoState.Full, 5, With(Dave)), Dave);
    }

    [Test]
    public void Deleted_document_removes_all() => Holds(RosterChange.Deleted, Document(InfoState.Deleted, 4));

    [Test]
    public void List_that_is_full_replaces_all_users_in_a_partial_document() =>
        Holds(RosterChange.Applied, Document(InfoState.Partial, 4, With(Dave)) with { UsersState = InfoState.Full }, Dave);

    [Test]
    public void What_a_deleted_list_holds_counts_for_nothing() =>
        Holds(RosterChange.Applied, Document(InfoState.Partial, 4, With(Dave)) with { UsersState = InfoState.Deleted });

    [Test]
    public void Partial_document_without_a_list_changes_nobody() => Holds(RosterChange.Applied, new ConferenceInfo("sip:conf@im.example", InfoState.Partial, 4, null), Bob, Carol);

    [Test]
    public void User_is_there_as_long_as_one_device_is()
    {
        Holds(RosterChange.Applied, Document(InfoState.Partial, 4, new ConferenceUser(Bob, InfoState.Partial, [new("sip:bob@phone", InfoState.Full, "connected"), new(Bob, InfoState.Deleted, null)])), Bob, Carol);
        Holds(RosterChange.Applied, Document(InfoState.Partial, 5, new ConferenceUser(Bob, InfoState.Partial, [new("sip:bob@phone", InfoState.Partial, "disconnecting")])), Carol);
        Holds(RosterChange.Applied, Document(InfoState.Partial, 6, new ConferenceUser(Bob, InfoState.Partial, [new("sip:bob@phone", InfoState.Partial, "connected")])), Bob, Carol);
    }

    /// <summary>A partial device that says no status keeps the one it had.</summary>
    [Test]
    public void Status_that_is_not_spoken_of_stays() =>
        Holds(RosterChange.Applied, Document(InfoState.Partial, 4, new ConferenceUser(Bob, InfoState.Partial, [new(Bob, InfoState.Partial, null)])), Bob, Carol);

    [TestCase("connected", true)]
    [TestCase("on-hold", true)]
    [TestCase("muted-via-focus", true)]
    [TestCase("pending", false)]
    [TestCase("dialing-out", false)]
    [TestCase("dialing-in", false)]
    [TestCase("alerting", false)]
    [TestCase("disconnecting", false)]
    [TestCase("disconnected", false)]
    [TestCase(null, false)]
    public void Who_is_connected_takes_part(string? status, bool isIn)
    {
        _roster.Apply(Document(InfoState.Full, 4, new ConferenceUser(Dave, InfoState.Full, [new(Dave, InfoState.Full, status)])));

        Assert.That(_roster.Joined, Is.EqualTo(isIn ? [Dave] : Array.Empty<string>()));
        Assert.That(_roster.Users.Single().Endpoints.Single().Status, Is.EqualTo(status));
    }

    private static ConferenceInfo Document(InfoState state, int version, params IReadOnlyList<ConferenceUser> users) => new("sip:conf@im.example", state, version, users);

    private static ConferenceUser With(string user, string status = "connected") => ConferenceUser.With(user, status);

    private void Holds(RosterChange change, ConferenceInfo document, params string[] joined)
    {
        Assert.That(_roster.Apply(document), Is.EqualTo(change));
        Assert.That(_roster.Joined, Is.EquivalentTo(joined));
    }
}
