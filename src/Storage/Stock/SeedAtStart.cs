using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

/// <summary>Nothing is served before tables, queues and catalogue are there; storage that does not answer is waited for.</summary>
internal sealed class SeedAtStart(Seeder seeder, TimeProvider clock, ILogger<SeedAtStart> log) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await seeder.SeedAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (StorageFailure.IsOutage(e, cancellationToken))
            {
                log.LogWarning("Storage does not answer at start ({Error}); it is asked again.", e.GetType().Name);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
