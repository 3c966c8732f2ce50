namespace Conformance.Harness.Core;

/// <summary>Tags, branches, Call-IDs and the like from one seeded source, so that a run with the same seed repeats.</summary>
public sealed class Identifiers(int seed)
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    private readonly Random _random = new(seed);

    /// <summary>Letters and digits; each character carries 5.17 bits.</summary>
    public string Next(int length) => new(_random.GetItems<char>(Alphabet, length));

    /// <summary>A Via branch with the cookie of RFC 3261 section 8.1.1.7.</summary>
    public string Branch() => "z9hG4bK" + Next(16);

    public int Number(int below) => _random.Next(below);
}
