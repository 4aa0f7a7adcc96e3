using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Commands.Changes;

/// <summary>
/// Another address or phone. The address is stored beside the order's own; the orchestration is told of its country, territory and clock only.
/// </summary>
public sealed class ChangeAddressCommand(OrderStore orders, ContactStore contacts, ChangeDesk desk, OptimisticRetry retry)
{
    public async Task<Outcome<OrderAfter>> RunAsync(DurableTaskClient client, AddressWish wish, CancellationToken cancellation)
    {
        if (await orders.FindAsync(wish.OrderId, cancellation) is not { } record)
            return new Missing("order");
        var (customerId, orderId) = (record.Order.CustomerId, record.Order.OrderId);
        if (await contacts.FindAsync(customerId, orderId, cancellation) is not { } contact)
            return ChangeDesk.Refusal(record, ReasonCode.ContactErased);
        var goal = Destination.Of(wish.ShipTo);
        var change = new OrderChange([
            new(ChangeKind.ShipTo, Country: goal.Country) { Territory = goal.TerritoryWithin, TimeZone = TimeZones.Of(goal) },
        ]);
        var moved = contact with { ShipTo = wish.ShipTo };
        if (await desk.AgainstAsync(record, change, moved, cancellation) is { } against)
            return against;

        var changeId = desk.NewId();
        if (!await contacts.KeepPendingAsync(customerId, orderId, changeId, moved, cancellation))
            return ChangeDesk.Refusal(record, ReasonCode.ContactErased);
        var asked = new ChangeRequest($"change:{changeId}", changeId, change, ChangeConsent.GivenIfFree, "customer", wish.AcceptsDuties);
        var outcome = await desk.AskAsync(client, record, asked, cancellation);

        // An order that has ended meanwhile forgets nothing any more.
        if (outcome is NotDone<OrderAfter>)
            await retry.RunAsync(
                "the contact",
                _ => contacts.ForgetPendingAsync(customerId, orderId, changeId, cancellation),
                cancellation
            );
        return outcome;
    }
}

public sealed record AddressWish(string OrderId, Address ShipTo)
{
    /// <summary>The customer accepts the import duties that the address brings.</summary>
    public bool AcceptsDuties { get; init; }
}
