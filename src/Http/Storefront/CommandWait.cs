using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary>Waits a little for what an order's orchestration makes of a command.</summary>
internal static class CommandWait
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads the order until the command has its outcome, or <paramref name="done"/> says so, or patience ends.</summary>
    /// <returns>The order as last read; the outcome, or null if there is none yet.</returns>
    public static async Task<(OrderRecord Record, CommandOutcome? Outcome)> ForAsync(
        OrderStore orders, string orderId, string eventId, TimeProvider time, Func<OrderRecord, bool> done, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var record = await orders.FindAsync(orderId, cancellation) ?? throw new InvalidOperationException("A stored order is gone.");
            var outcome = record.State.Commands.GetValueOrDefault(eventId);
            if (outcome is not null || done(record) || time.GetElapsedTime(started) >= _patience)
                return (record, outcome);
            await Task.Delay(_pause, time, cancellation);
        }
    }
}
