using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Commands;

/// <summary>
/// Starts the orchestration of a stored order. A second start is harmless: a call that is repeated after a crash makes it too.
/// </summary>
internal static class OrderStarter
{
    private const string Orchestration = "OrderOrchestration";

    public static async Task StartAsync(DurableTaskClient client, Order order, CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(order.OrderId).WithDedupeStatuses([
            .. StartOrchestrationOptionsExtensions.ValidDedupeStatuses,
        ]);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(Orchestration, order, options, cancellation);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Each engine refuses an id that exists with an exception of its own; what it means can be asked for.
            if (await client.GetInstanceAsync(order.OrderId, getInputsAndOutputs: false, cancellation) is null)
                throw;
        }
    }

    /// <summary>
    /// Tells an order's orchestration of a command. In the order's first moment: starts it where the placing call crashed before it did,
    /// and waits a little for its first episode.
    /// </summary>
    /// <inheritdoc cref="InstanceEvents.TellAsync"/>
    public static async Task TellAsync(
        DurableTaskClient client,
        OrderRecord record,
        string eventName,
        object payload,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var orderId = record.Order.OrderId;
        if (record.State.Sequence == 0)
        {
            await StartAsync(client, record.Order, cancellation);
            await CommandWait.UntilAsync(
                () => client.StandingAsync(orderId, cancellation),
                static standing => standing != InstanceStanding.NotStarted,
                time,
                cancellation
            );
        }

        await client.TellAsync(orderId, eventName, payload, cancellation);
    }
}
