using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Conformance.Tests.Harness.Wire;

/// <summary>What the property tests of the body codecs are fed with.</summary>
internal static class BodyGenerators
{
    /// <summary>A fixed start, so that a failing case comes again.</summary>
    public const string Replay = "20260101,7";

    public static Gen<byte[]> Octets { get; } = ArbMap.Default.GeneratorFor<byte[]>();

    /// <summary>Words of a grammar and stray octets in any order: broken in more ways than octets alone would be.</summary>
    public static Gen<byte[]> Soup(params string[] words) =>
        Gen.OneOf(Gen.Elements(words).Select(Encoding.UTF8.GetBytes), Octets.Resize(3))
            .ArrayOf()
            .Select(pieces => pieces.SelectMany(it => it).ToArray());

    /// <summary>Text that XML can hold and must escape.</summary>
    public static Gen<string> Text { get; } =
        Gen.Elements("&", "<", ">", "\"", "'", "]]>", "&amp;", "<!--", "é", "友", "🎈", "\t", "\r", "\n", " ", "a", "sip:", "<![CDATA[")
            .ArrayOf()
            .Select(string.Concat);
}
