using Microsoft.Extensions.Hosting;

namespace Orders.Functions.Storage;

/// <summary>Nothing is served before tables, queues and catalogue are there.</summary>
internal sealed class SeedAtStart(Seeder seeder) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => seeder.SeedAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
