namespace Orders.Functions.Storage;

/// <summary>Makes the tables and queues, and loads the catalogue with its first stock once. Safe at every start.</summary>
public sealed class Seeder
{
    public Task SeedAsync(CancellationToken cancellation = default) => throw new NotSupportedException();
}
