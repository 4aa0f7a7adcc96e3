using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Background;

/// <summary>
/// Looks at one order whose time is over by the index: sets the index right, nudges the order, and raises an alert when that did not help.
/// </summary>
public sealed class OrderWatch(
    OrderStore orders,
    StatusIndex statuses,
    WakeOrderCommand wake,
    OpsAlerts alerts,
    WatchdogOptions options,
    ILogger<OrderWatch> log
)
{
    // Placing an order stores its index row before the order itself: a call that broke off may be repeated for as long.
    private static readonly TimeSpan PlacingLimit = TimeSpan.FromDays(1);
    private static readonly TimeSpan PauseWhileOthersWatch = TimeSpan.FromHours(1);
    private static readonly TimeSpan PauseAfterAlert = TimeSpan.FromDays(1);

    public async Task LookAsync(OpenOrder seen, DurableTaskClient client, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await orders.FindAsync(seen.OrderId, cancellation) is not { } record)
        {
            if (seen.DueBy < now - PlacingLimit)
                await statuses.DropAsync(seen, cancellation);
            return;
        }

        if (record.State.Sequence != seen.Sequence)
        {
            // The order's own rows are the truth; a writer that stalled put an old row back, or died before the new one.
            await statuses.ShowAsync(OrderHead.Of(record.Order), record.State, (seen.Status, seen.Since), cancellation);
            return;
        }

        var movesBy = StallDeadline.Of(record);
        if (movesBy is null || movesBy >= now - options.Slack)
            await statuses.PostponeAsync(seen, movesBy ?? now + PauseWhileOthersWatch, cancellation);
        else if (seen.NudgedAt is null || seen.NudgedAt < now - options.Slack)
            await ActAsync(seen, record, client, now, cancellation);
    }

    private async Task ActAsync(
        OpenOrder seen,
        OrderRecord record,
        DurableTaskClient client,
        DateTimeOffset now,
        CancellationToken cancellation
    )
    {
        var instance = await client.GetInstanceAsync(seen.OrderId, cancellation);
        if (instance is { IsCompleted: true })
        {
            await CallAsync(
                seen,
                now,
                $"Its orchestration ended as {OrderJson.Name(instance.RuntimeStatus)}, and the order is "
                    + $"{OrderJson.Name(seen.Status)}. Nothing moves it any more.",
                cancellation
            );
        }
        else if (instance is null && record.State.Sequence > 0)
        {
            // Begun anew it would know of no money, goods or parcels, and cancel what has been paid.
            await CallAsync(
                seen,
                now,
                $"Its orchestration was purged, and the order is {OrderJson.Name(seen.Status)}. Nothing moves it any more.",
                cancellation
            );
        }
        else if (seen.Waits == "refund" && await alerts.IsRaisedAsync(RefundAlerts.Unconfirmed(seen.OrderId), cancellation))
        {
            // A person looks for that money already.
            await statuses.PostponeAsync(seen, now + PauseAfterAlert, cancellation);
        }
        else if (seen.Nudges > 0 && instance is not null)
        {
            await CallAsync(
                seen,
                now,
                $"It waits for {seen.Waits} since {record.State.Since:u}, should have moved by {seen.DueBy:u}, and did not when it "
                    + "was nudged.",
                cancellation
            );
        }
        else if (await statuses.NoteNudgeAsync(seen, now, cancellation))
        {
            log.LogWarning(
                "Order {OrderId} is {Status} and should have moved by {DueBy}: {Nudge}.",
                seen.OrderId,
                OrderJson.Name(seen.Status),
                seen.DueBy,
                instance is null ? "started" : "nudged"
            );
            if (instance is null)
                await wake.StartAsync(client, record.Order, cancellation);
            else
                await wake.NudgeAsync(client, seen.OrderId, new Nudge($"nudge:{seen.Sequence}:{now:O}"), cancellation);
        }
    }

    private async Task CallAsync(OpenOrder seen, DateTimeOffset now, string text, CancellationToken cancellation)
    {
        await alerts.RaiseAsync($"stuck:{seen.OrderId}:{seen.Sequence}", AlertKind.OrderStuck, seen.OrderId, text, cancellation);
        await statuses.NoteNudgeAsync(seen with { DueBy = now + PauseAfterAlert }, now, cancellation);
    }
}
