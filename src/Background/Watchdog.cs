using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// Looks for what should have moved and did not: an order whose time is over, one that was stored and never started, one whose
/// orchestration ended before it, a case that its order never took up. It looks at the index of open orders by deadline and at the open
/// cases, never at everything.
/// </summary>
public sealed class Watchdog(
    StatusIndex statuses,
    CaseIndex cases,
    OrderWatch orders,
    CaseWatch caseWatch,
    WatchdogOptions options,
    TimeProvider clock
)
{
    // What is left over is looked at a minute later.
    private const int MostPerRound = 500;

    [Function(nameof(Watchdog))]
    public async Task RunAsync(
        [TimerTrigger("%Watchdog:Schedule%")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        _ = timer;
        var now = clock.GetUtcNow();
        await foreach (var order in statuses.DueAsync(now - options.Slack, cancellation).Take(MostPerRound))
            await orders.LookAsync(order, client, now, cancellation);
        foreach (var kind in Enum.GetValues<CaseKind>())
        {
            foreach (var filed in (await cases.OpenAsync(kind, cancellation)).Where(filed => filed.FiledAt < now - options.Slack))
                await caseWatch.LookAsync(filed, client, now, cancellation);
        }
    }
}
