namespace Conformance.Harness.Wire.Xml;

/// <summary>What became of a document that was taken into a roster.</summary>
public enum RosterChange
{
    /// <summary>It was taken.</summary>
    Applied,

    /// <summary>Its version is not above the one that is known: it is dropped (RFC 4575 section 4.6).</summary>
    Stale,

    /// <summary>Documents before it are missing: the whole has to be asked for (section 4.6).</summary>
    Gap,

    /// <summary>The conference is no more.</summary>
    Deleted,
}

/// <summary>Who is in a conference, by the documents that came one after the other (RFC 4575 section 4.6).</summary>
public sealed class ConferenceRoster
{
    private readonly Dictionary<string, Dictionary<string, string?>> _users = new(StringComparer.Ordinal);
    private long? _version;

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => _version is not null;

    /// <summary>The users with a device that takes part: connected, or held or muted, which it is in it all the same (section 5.7.3).</summary>
    public IReadOnlyList<string> Joined => [.. _users.Where(it => it.Value.Values.Any(IsIn)).Select(it => it.Key)];

    /// <summary>All users that are known, as a full document tells of them.</summary>
    public IReadOnlyList<ConferenceUser> Users =>
        [.. _users.Select(it => new ConferenceUser(it.Key, InfoState.Full, [.. it.Value.Select(device => new ConferenceEndpoint(device.Key, InfoState.Full, device.Value))]))];

    public RosterChange Apply(ConferenceInfo document)
    {
        if (document.Version is not { } version || version <= _version)
        {
            return RosterChange.Stale;
        }

        if (document.State == InfoState.Deleted)
        {
            _users.Clear();
            _version = version;
            return RosterChange.Deleted;
        }

        if (document.State == InfoState.Partial && version != _version + 1)
        {
            return RosterChange.Gap;
        }

        _version = version;
        Take(document);
        return RosterChange.Applied;
    }

    private void Take(ConferenceInfo document)
    {
        if (document.State == InfoState.Full || (document.Users is not null && document.UsersState != InfoState.Partial))
        {
            _users.Clear();
        }

        // What stands in an element that is deleted counts for nothing (section 4.4).
        foreach (var user in document.UsersState == InfoState.Deleted ? [] : document.Users ?? [])
        {
            Apply(user);
        }
    }

    private void Apply(ConferenceUser user)
    {
        if (user.State == InfoState.Deleted)
        {
            _users.Remove(user.Entity);
            return;
        }

        if (user.State == InfoState.Full || !_users.TryGetValue(user.Entity, out var endpoints))
        {
            endpoints = _users[user.Entity] = new(StringComparer.Ordinal);
        }

        foreach (var endpoint in user.Endpoints)
        {
            if (endpoint.State == InfoState.Deleted)
            {
                endpoints.Remove(endpoint.Entity);
            }
            else
            {
                endpoints[endpoint.Entity] = endpoint.Status ?? endpoints.GetValueOrDefault(endpoint.Entity);
            }
        }
    }

    private static bool IsIn(string? status) => status is "connected" or "on-hold" or "muted-via-focus";
}
