using LocalHost.Http;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Host.Executors;

namespace LocalHost.Jobs;

/// <summary>Which type has the functions.</summary>
internal sealed class OneType(Type type) : ITypeLocator
{
    public IReadOnlyList<Type> GetTypes() => [type];
}

/// <summary>The name under which singletons and timers keep their state.</summary>
internal sealed class FixedHostId(string id) : IHostIdProvider
{
    public Task<string> GetHostIdAsync(CancellationToken cancellationToken) => Task.FromResult(id);
}

/// <summary>Where callers reach the Durable extension's management API.</summary>
#pragma warning disable CS0618 // The Durable extension asks for this interface and no other.
internal sealed class ManagementAddress(Uri url, string? key) : IWebHookProvider
#pragma warning restore CS0618
{
    public Uri GetUrl(IExtensionConfigProvider extension) =>
        new(url, $"{DurableRoutes.Base}{(key is null ? "" : $"?code={Uri.EscapeDataString(key)}")}");
}
