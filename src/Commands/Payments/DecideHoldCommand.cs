using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Payments;

/// <summary>A person decides on an order that is held because its payment is disputed: it goes on, or it is cancelled.</summary>
public sealed class DecideHoldCommand(OrderStore orders, CancelOrderCommand cancel, IdSource ids, TimeProvider time)
{
    private static readonly Refusal _notHeld = new(Refused.HoldDecision, ReasonCode.NotHeld);

    public async Task<Outcome<OrderAfter>> RunAsync(DurableTaskClient client, HoldVerdict verdict, CancellationToken cancellation)
    {
        var orderId = verdict.OrderId;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (record.State.HeldSince is null)
            return _notHeld;
        if (verdict.Choice == HoldChoice.Cancel)
            return await cancel.RunAsync(
                client,
                new CancelWish(orderId) { By = Actor.Shop, Why = ReasonCode.PaymentDisputed },
                cancellation
            );

        var decision = new HoldDecision(ids.EventId("hold"), verdict.By);
        await client.TellAsync(orderId, OrderEvents.HoldDecision, decision, cancellation);
        return await CommandWait.ForOutcomeAsync(
            orders,
            orderId,
            decision.EventId,
            time,
            seen => new OrderAfter(seen),
            (_, _) => _notHeld,
            cancellation
        );
    }
}

/// <param name="By">Who decided.</param>
public sealed record HoldVerdict(string OrderId, HoldChoice Choice, string By);

public enum HoldChoice
{
    /// <summary>It goes on, whatever the bank decides.</summary>
    Release,

    /// <summary>It is cancelled; what the bank has is not refunded a second time.</summary>
    Cancel,
}
