using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Conformance.Harness.Core.Control;

namespace Conformance.Harness.Driving.Containers;

/// <summary>The container image of this program's own build: found, or made from the checkout that the program is in.</summary>
internal static partial class CoreImage
{
    /// <summary>Another image than the public one to build upon: where that cannot be fetched, say.</summary>
    private const string BaseVariable = "CONFORMANCE_BASE_IMAGE";

    /// <summary>sip-im-conformance, tagged with the build.</summary>
    public static string Name { get; } = $"sip-im-conformance:{NotInTag().Replace(ControlContract.Build, "-")}";

    /// <summary>The name of an image that there is then.</summary>
    /// <exception cref="CoreUnavailableException">There is none and it cannot be made.</exception>
    public static string Provide(ContainerEngine engine, Action<string> progress)
    {
        if (engine.Do(["images", "--quiet", Name]).Length == 0)
        {
            progress($"building the image {Name}");
            Build(engine);
        }

        return Name;
    }

    private static void Build(ContainerEngine engine)
    {
        var root = Checkout() ?? throw new CoreUnavailableException(
            $"--core container: there is no image {Name}, and no checkout to build it from; build it with Conformance.Harness/Dockerfile");
        var context = Path.Combine(root, "artifacts", "container");
        var runtime = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";
        ContainerEngine.Do("dotnet", ["publish", Path.Combine(root, "Conformance.Harness"), "--configuration", "Release", "--runtime", runtime, "--self-contained", "--output", context, "--property:RunAnalyzers=false", "--verbosity", "quiet"]);
        IReadOnlyList<string> based = Environment.GetEnvironmentVariable(BaseVariable) is { Length: > 0 } image ? ["--build-arg", $"BASE={image}"] : [];
        engine.Do(["build", "--quiet", .. based, "--tag", Name, "--file", Path.Combine(root, "Conformance.Harness", "Dockerfile"), context]);
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
