using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using Conformance.Harness.Tracing;

namespace Conformance.Harness.Driving.Profiles;

/// <summary>
/// What is known of a client under test: how it is driven, its account, what it declares (ICS) and the values that a
/// test needs (IXIT, both ISO 9646). Published as fixtures/clients/profile.schema.json.
/// </summary>
/// <param name="File">Where it was read from, for messages.</param>
/// <param name="Sha256">The hash of the file's octets, lower-case hexadecimal.</param>
/// <param name="Name">The client's name.</param>
/// <param name="Version">The client's version.</param>
/// <param name="Driver">How it is driven.</param>
/// <param name="Account">The subscriber.</param>
/// <param name="Ics">What the client declares that it can do.</param>
/// <param name="Ixit">The values that a test needs.</param>
/// <param name="Expectations">The known deviations.</param>
public sealed record ClientProfile(
    string File,
    string Sha256,
    string Name,
    string Version,
    ClientDriver Driver,
    Account Account,
    Declaration Ics,
    Ixit Ixit,
    IReadOnlyList<Expectation> Expectations)
{
    /// <summary>The octets that it was read from.</summary>
    public ReadOnlyMemory<byte> Json { get; private init; }

    /// <summary>The reference client as a process of its own: the client of a run that names none.</summary>
    public static ClientProfile Reference { get; } = Embedded("reference.json");

    /// <summary>The reference client in-process, over memory and a manual clock.</summary>
    public static ClientProfile BuiltIn { get; } = Embedded("builtin.json");

    /// <summary>Reads a profile from a file.</summary>
    /// <exception cref="ProfileException">It cannot be read, or breaks the schema.</exception>
    public static ClientProfile Load(string path)
    {
        try
        {
            return Parse(path, System.IO.File.ReadAllBytes(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ProfileException(Directory.Exists(path) ? $"{path}: is a folder; name the profile in it" : $"{path}: cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a profile from its octets; the file is named in messages and its folder is where commands start.</summary>
    /// <exception cref="ProfileException">It breaks the schema.</exception>
    public static ClientProfile Parse(string file, ReadOnlyMemory<byte> json) =>
        ProfileReader.Read(file, json, Convert.ToHexStringLower(SHA256.HashData(json.Span))) with { Json = json };

    /// <summary>What a trace keeps of the profile, for a core at the given outbound proxy.</summary>
    public Provisioning Provisioning(string coreUri) => new(
        Name,
        Account.Address,
        Account.Domain,
        coreUri,
        Ixit.ConferenceFactory,
        Ixit.MaxAdhocGroupSize,
        Ics,
        Account.User,
        Account.Password,
        Ixit.Timers);

    private static ClientProfile Embedded(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Parse(name, copy.ToArray());
    }
}

/// <summary>The subscriber.</summary>
/// <param name="Address">The IM Address, a sip or sips URI with a user part.</param>
/// <param name="Domain">Its host: the home domain.</param>
/// <param name="User">The digest user name.</param>
/// <param name="Password">The digest password.</param>
public sealed record Account(string Address, string Domain, string User, string Password);

/// <summary>The values that a test needs.</summary>
/// <param name="AnswerWait">How long the client may take for an answer to a verb, and for each step on the wire.</param>
/// <param name="Quiet">How long nothing must come before it counts as not sent.</param>
/// <param name="MaxAdhocGroupSize">MAX-ADHOC-GROUP-SIZE as provisioned.</param>
/// <param name="ConferenceFactory">The Conference-factory-URI as provisioned.</param>
/// <param name="Listen">A fixed address of the core; null takes a free port of 127.0.0.1.</param>
public sealed record Ixit(
    TimeSpan AnswerWait,
    TimeSpan Quiet,
    int MaxAdhocGroupSize,
    string ConferenceFactory,
    IPEndPoint? Listen)
{
    /// <summary>How long the client waits for what may be lost.</summary>
    public ClientTimers Timers { get; init; } = ClientTimers.Usual;
}

/// <summary>A profile that cannot be used, in one line: file, JSON path, what is wrong, the mend.</summary>
public sealed class ProfileException(string message, Exception? inner = null) : Exception(message, inner);
