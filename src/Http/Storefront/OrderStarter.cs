using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary>Starts the orchestration of a stored order. A second start is harmless: a call that is repeated after a crash makes it too.</summary>
internal static class OrderStarter
{
    private const string Orchestration = "OrderOrchestration";

    public static async Task StartAsync(DurableTaskClient client, Order order, CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(order.OrderId).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
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
    /// Sees to it that somebody listens to commands for an order: starts the orchestration that the placing call did not start because it crashed, and waits a little for the first episode.
    /// </summary>
    public static async Task EnsureListeningAsync(DurableTaskClient client, OrderRecord record, TimeProvider time, CancellationToken cancellation)
    {
        if (record.State.Sequence > 0)
            return;
        await StartAsync(client, record.Order, cancellation);
        await CommandWait.UntilAsync(() => client.StandingAsync(record.Order.OrderId, cancellation), static standing => standing != InstanceStanding.NotStarted, time, cancellation);
    }
}
