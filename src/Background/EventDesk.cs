using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Background;

/// <summary>
/// Tells what outside companies posted to this process, each event as soon as it is kept, those of one order one after the other. The
/// company has its answer by then. What goes wrong, or was in hand when the process died, comes back by the sweep.
/// </summary>
public sealed class EventDesk(Tray<OutsideEvent> tray, OutsideEvents events, ILogger<EventDesk> log) : BackgroundService
{
    private const int AtOnce = 16;

    private readonly Lanes _lanes = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        tray.Open();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>At the end no more events are taken; those that were are told.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var end = stoppingToken.UnsafeRegister(static tray => ((Tray<OutsideEvent>)tray!).Close(), tray);
        await Parallel.ForEachAsync(
            tray.TakeAllAsync(CancellationToken.None),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (posted, _) => await TellAsync(posted)
        );
    }

    private async Task TellAsync(OutsideEvent posted)
    {
        try
        {
            await _lanes.RunAsync(
                posted.Target.OrderId,
                async () =>
                {
                    await events.TellAsync(posted, CancellationToken.None);
                    return true;
                },
                CancellationToken.None
            );
        }
        catch (Exception e)
        {
            log.LogWarning(
                e,
                "Event {EventId} of {Source} failed at the desk; the sweep queues it.",
                posted.Target.HandledId,
                posted.Source
            );
        }
    }
}
