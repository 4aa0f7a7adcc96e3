using System.Text.Json;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Payments;

/// <summary>What a payment provider tells of an order, posted by it or asked of it: kept, and then told to the order.</summary>
public sealed class TakePaymentNewsCommand(OrderStore orders, OutsideEvents events)
{
    /// <param name="source">Who tells it, as the inbox knows them.</param>
    /// <param name="provider">Their name, as orders know it.</param>
    /// <param name="body">As posted.</param>
    public async Task<NewsTaken> RunAsync(
        DurableTaskClient client,
        string source,
        string provider,
        PaymentNews news,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellation
    )
    {
        var (orderId, update) = news;
        var owner = await orders.FindPaymentProviderAsync(orderId, cancellation);
        if (owner is null)
            return new(null, $"order_unknown: {orderId}");

        // Nobody speaks for another company's order, whatever it signs with.
        if (owner != provider)
            return new(null, $"order_of_another_provider: {orderId}");
        var target = new WebhookTarget(
            orderId,
            null,
            OrderEvents.PaymentUpdate,
            update.EventId,
            JsonSerializer.SerializeToElement(update, OrderJson.Options)
        );
        return await events.AcceptAsync(client, source, target, body, cancellation);
    }
}
