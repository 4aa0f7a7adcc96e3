using LocalHost.Azurite;
using Microsoft.AspNetCore.Http;

namespace Soak.Harness;

/// <summary>Looks at a storage call on its way.</summary>
/// <param name="service"><c>blob</c>, <c>queue</c> or <c>table</c>.</param>
internal delegate Task StoragePassing(string service, HttpContext call, Func<Task> forward);

/// <summary>The lines between the app, host and worker alike, and the three services of its storage.</summary>
internal sealed class StorageLine : IAsyncDisposable
{
    private readonly Relay[] _services;

    private StorageLine(Relay[] services) => _services = services;

    /// <summary>Of the storage as it is reached over these lines.</summary>
    public string ConnectionString =>
        new AzuritePorts(_services[0].Url.Port, _services[1].Url.Port, _services[2].Url.Port).ConnectionString;

    /// <param name="passing">Looks at calls on their way; null passes them on.</param>
    public static async Task<StorageLine> StartAsync(AzuritePorts ports, StoragePassing? passing = null)
    {
        (string Service, int Port)[] services = [("blob", ports.Blob), ("queue", ports.Queue), ("table", ports.Table)];
        return new(
            await Task.WhenAll(
                services.Select(one =>
                    Relay.StartAsync(
                        new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", one.Port).Uri,
                        passing is null ? null : (call, forward) => passing(one.Service, call, forward)
                    )
                )
            )
        );
    }

    /// <summary>Cuts all three until the answers are disposed.</summary>
    public IReadOnlyList<Relay.Cut> CutOff() => [.. _services.Select(service => service.CutOff(_ => true))];

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
            await service.DisposeAsync();
    }
}
