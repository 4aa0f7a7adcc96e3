using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Functions.Storage.Messaging;

namespace Orders.Functions.Background;

/// <summary>
/// Takes up what this process puts into a tray, some at once, and begins in the order in which it came. What fails, or was in hand when the
/// process died, comes back by a sweep.
/// </summary>
public abstract class Desk<T>(Tray<T> tray, ILogger log) : BackgroundService
{
    /// <summary>As many as a queue's trigger takes up.</summary>
    private const int AtOnce = 16;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        tray.Open();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>At the end no more is taken; what is in hand is brought to its end, if there is time.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var end = stoppingToken.UnsafeRegister(static tray => ((Tray<T>)tray!).Close(), tray);

        // Begun as it is taken: taken first and begun by another thread, it could be overtaken.
        await Parallel.ForEachAsync(
            tray.TakeAllAsync(CancellationToken.None).Select(TryAsync),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (begun, _) => await begun
        );
    }

    protected abstract Task DoAsync(T work);

    /// <summary>For the log.</summary>
    protected abstract string NameOf(T work);

    private async Task TryAsync(T work)
    {
        try
        {
            await DoAsync(work);
        }
        catch (Exception e)
        {
            log.LogWarning(e, "{Work} failed at the desk; the sweep queues it.", NameOf(work));
        }
    }
}
