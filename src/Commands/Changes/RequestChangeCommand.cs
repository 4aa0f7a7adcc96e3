using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Changes;

/// <summary>Asks for other lines, quantities or another class: offered, whatever it costs.</summary>
public sealed class RequestChangeCommand(OrderStore orders, ChangeDesk desk)
{
    public async Task<Outcome<OrderAfter>> RunAsync(
        DurableTaskClient client,
        string orderId,
        ChangeWish wish,
        CancellationToken cancellation
    )
    {
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        var change = wish.For(record.Order);
        if (await desk.AgainstAsync(record, change, cancellation) is { } against)
            return against;
        var changeId = desk.NewId();
        var asked = new ChangeRequest($"change:{changeId}", changeId, change, ChangeConsent.Asked, "customer", wish.AcceptsDuties);
        return await desk.AskAsync(client, record, asked, cancellation);
    }
}
