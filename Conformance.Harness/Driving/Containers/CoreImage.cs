using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Conformance.Harness.Core.Control;

namespace Conformance.Harness.Driving.Containers;

/// <summary>The container image of this program's own build: found, or made from the checkout that the program is in.</summary>
internal static partial class CoreImage
{
    /// <summary>Another image than the public one to build upon: where that cannot be fetched, say.</summary>
    private const string BaseVariable = "CONFORMANCE_BASE_IMAGE";

    /// <summary>The name of an image that there is then: tagged with the build, and in a checkout with its sources as they are.</summary>
    /// <exception cref="CoreUnavailableException">There is none and it cannot be made.</exception>
    public static string Provide(ContainerEngine engine, Action<string> progress)
    {
        var root = Checkout();
        var name = $"sip-im-conformance:{NotInTag().Replace(ControlContract.Build, "-")}{(root is null ? "" : "-" + HashOf(root))}";
        if (engine.Do(["images", "--quiet", name]).Length == 0)
        {
            progress($"building the image {name}");
            Build(engine, name, root ?? throw new CoreUnavailableException(
                $"--core container: there is no image {name}, and no checkout to build it from; build it with Conformance.Harness/Dockerfile"));
        }

        return name;
    }

    private static void Build(ContainerEngine engine, string name, string root)
    {
        var context = Path.Combine(root, "artifacts", "container");
        var runtime = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        ContainerEngine.Do("dotnet", ["publish", Path.Combine(root, "Conformance.Harness"), "--configuration", "Release", "--runtime", runtime, "--self-contained", "--output", context, "--property:RunAnalyzers=false", "--verbosity", "quiet"]);
        IReadOnlyList<string> based = Environment.GetEnvironmentVariable(BaseVariable) is { Length: > 0 } image ? ["--build-arg", $"BASE={image}"] : [];
        engine.Do(["build", "--quiet", .. based, "--tag", name, "--file", Path.Combine(root, "Conformance.Harness", "Dockerfile"), context]);
    }

    /// <summary>Of every source, so that an image of what has been edited since is not taken for one of what there is now.</summary>
    private static string HashOf(string root)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, "Conformance.Harness"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
    }

    private static string? Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Conformance.Harness", "Dockerfile")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    [GeneratedRegex("[^A-Za-z0-9_.-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotInTag();
}
