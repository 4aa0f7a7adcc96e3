using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands;

/// <summary>Waits a little for what an order's orchestration makes of a command.</summary>
internal static class CommandWait
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Reads the order until the command has its outcome, or <paramref name="done"/> says so, or patience ends.</summary>
    /// <returns>The order as last read; the outcome, or null if there is none yet.</returns>
    public static async Task<(OrderRecord Record, CommandOutcome? Outcome)> ForAsync(
        OrderStore orders,
        string orderId,
        string eventId,
        TimeProvider time,
        Func<OrderRecord, bool> done,
        CancellationToken cancellation
    )
    {
        OrderRecord? seen = null;
        await foreach (var record in orders.FollowAsync(orderId, _patience, time, cancellation))
        {
            seen = record;
            if (record.State.Commands.ContainsKey(eventId) || done(record))
                break;
        }

        if (seen is null)
            throw new InvalidOperationException("A stored order is gone.");
        return (seen, seen.State.Commands.GetValueOrDefault(eventId));
    }

    /// <summary>Tells what an order has made of a command, as soon as it says so; one that has ended says nothing more.</summary>
    /// <param name="show">What the command shows of the order.</param>
    /// <param name="refuse">The failure, by the order as it is and why.</param>
    public static async Task<Outcome<T>> ForOutcomeAsync<T>(
        OrderStore orders,
        string orderId,
        string eventId,
        TimeProvider time,
        Func<OrderRecord, T> show,
        Func<OrderRecord, Reasons, Failure> refuse,
        CancellationToken cancellation
    )
    {
        var (record, outcome) = await ForAsync(orders, orderId, eventId, time, known => known.State.IsFinal, cancellation);
        return outcome switch
        {
            { Accepted: true } => new Done<T>(show(record)),
            { Accepted: false } => refuse(record, outcome.Reason ?? ReasonCode.Finished),
            null when record.State.IsFinal => refuse(record, ReasonCode.Finished),
            null => new Waiting<T>(show(record)),
        };
    }

    /// <summary>Reads until what was read is as it should be, or patience ends.</summary>
    /// <returns>What was read last.</returns>
    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> done, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var seen = await read();
            if (done(seen) || time.GetElapsedTime(started) >= _patience)
                return seen;
            await Task.Delay(_pause, time, cancellation);
        }
    }
}
