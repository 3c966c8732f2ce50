using Conformance.Harness.Core.Control;
using Conformance.Harness.Driving;
using Conformance.Harness.Driving.Containers;
using Conformance.Harness.Reporting;

namespace Conformance.Harness.Commands;

/// <summary>--core: in this process, in a container that is there for the run, or wherever a URL leads.</summary>
internal sealed class CoreChoice : IDisposable
{
    /// <summary>The choice of a container that is there for the run.</summary>
    public const string Container = "container";

    private readonly CoreContainer? _container;

    private CoreChoice(RemoteCores? cores, CoreContainer? container)
    {
        Cores = cores;
        _container = container;
    }

    /// <summary>The core; null for one in this process.</summary>
    public RemoteCores? Cores { get; }

    /// <summary>Whether the text can be meant for a core at all.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public static string Check(string text) => text is "embedded" or Container || UrlIn(text) is not null
        ? text
        : throw new UsageException($"--core {text}: must be embedded, container or the URL of a core's control: http://127.0.0.1:8080");

    /// <exception cref="CoreUnavailableException">The core is not there, or cannot be had.</exception>
    public static CoreChoice Open(string text, Action<string> progress)
    {
        if (text == Container)
        {
            var container = CoreContainer.Start(progress);
            return new CoreChoice(container.Cores, container);
        }

        return new CoreChoice(UrlIn(text) is { } url ? RemoteCores.ConnectAsync(url, CoreToken.Current).GetAwaiter().GetResult() : null, null);
    }

    /// <summary>Keeps what the container's core has written, as far as it is still to be had.</summary>
    public void KeepLog(RunFolder folder)
    {
        if (_container?.Log() is { } log)
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder.Logs).FullName, "core.log"), log);
        }
    }

    public void Dispose()
    {
        if (_container is not null)
        {
            _container.Dispose();
        }
        else
        {
            Cores?.Dispose();
        }
    }

    private static Uri? UrlIn(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? new Uri(url.GetLeftPart(UriPartial.Authority) + "/") : null;
}
