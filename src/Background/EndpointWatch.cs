using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Storefront;

namespace Orders.Functions.Background;

/// <summary>Keeps this process's list of the storefront's endpoints up: what another process changes is seen within five seconds.</summary>
internal sealed class EndpointWatch(EndpointStore endpoints, TimeProvider time, ILogger<EndpointWatch> log) : BackgroundService
{
    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RefreshAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            await endpoints.RefreshAsync(cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning(e, "The storefront's endpoints could not be read; those that were known stay.");
        }
    }
}
