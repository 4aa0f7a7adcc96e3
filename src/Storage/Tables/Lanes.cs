namespace Orders.Functions.Storage.Tables;

/// <summary>Lets work of one key in one by one, in the order in which it came; that of other keys goes on beside it.</summary>
internal sealed class Lanes
{
    // Many more than there is work at once, so that keys hardly ever share one.
    private const int Count = 128;

    private readonly OneAtATime[] _lanes = [.. Enumerable.Range(0, Count).Select(_ => new OneAtATime())];

    /// <inheritdoc cref="OneAtATime.RunAsync" path="/exception"/>
    public Task<T> RunAsync<T>(string key, Func<Task<T>> work, CancellationToken cancellation) =>
        // Not by the hash of the runtime, which is another in each process.
        _lanes[key.Aggregate(0u, (hash, letter) => (hash * 31) + letter) % Count].RunAsync(work, cancellation);
}
