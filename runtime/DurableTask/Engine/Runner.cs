using System.Threading.Channels;

namespace LocalRuntime.DurableTask.Engine;

/// <summary>Takes items from a queue and runs them, so many at once and no more.</summary>
internal sealed class Runner<T>(Channel<T> queue, int concurrency, Func<T, Task> run)
{
    private int _busy;

    /// <summary>Whether nothing runs and nothing is queued.</summary>
    public bool IsIdle => Volatile.Read(ref _busy) == 0 && queue.Reader.Count == 0;

    /// <summary>Runs until cancelled, and then until what runs has ended.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(() => LoopAsync(cancellation), CancellationToken.None)));

    private async Task LoopAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var item = await queue.Reader.ReadAsync(cancellation);
                Interlocked.Increment(ref _busy);
                try
                {
                    await run(item);
                }
                finally
                {
                    Interlocked.Decrement(ref _busy);
                }
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Asked to stop.
        }
    }
}
