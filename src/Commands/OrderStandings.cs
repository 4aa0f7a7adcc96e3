using Grpc.Core;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Commands;

/// <summary>
/// Whether an order's orchestration was halted. That costs a read of its instance, so it is asked only where the answer changes what people
/// do: where the customer is asked to pay or to choose, or where the order should have moved already. One that has just come to where it is
/// goes on.
/// </summary>
internal static class OrderStandings
{
    private static readonly TimeSpan _justMoved = TimeSpan.FromSeconds(2);

    public static async Task<OrderRecord> WithStandingAsync(
        this OrderRecord record,
        DurableTaskClient client,
        DateTimeOffset now,
        CancellationToken cancellation
    ) => IsWorthAsking(record, now) ? record with { Standing = await AskAsync(client, record.Order.OrderId, cancellation) } : record;

    /// <summary>True if it matters to a reader whether the order goes on.</summary>
    public static bool IsWorthAsking(OrderRecord record, DateTimeOffset now) =>
        !record.State.IsFinal
        && now - record.State.Since > _justMoved
        && (
            record.State.Status is OrderStatus.AwaitingPayment or OrderStatus.AwaitingStockDecision
            || record.State.Offer is not null
            || StallDeadline.Of(record) < now
        );

    private static async Task<OrderStanding> AskAsync(DurableTaskClient client, string orderId, CancellationToken cancellation)
    {
        try
        {
            // One that completed meanwhile is no stopped order: its last step is written down by now, and the next look shows it.
            return (await client.GetInstanceAsync(orderId, cancellation))?.RuntimeStatus switch
            {
                OrchestrationRuntimeStatus.Suspended => OrderStanding.OnHold,
                OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Failed => OrderStanding.Stopped,
                _ => OrderStanding.GoesOn,
            };
        }
        catch (RpcException unreadable) when (unreadable.StatusCode == StatusCode.Unknown)
        {
            // A broken row (see InstanceStandings) tells of no halt. What is written down is shown as it stands.
            return OrderStanding.GoesOn;
        }
    }
}
