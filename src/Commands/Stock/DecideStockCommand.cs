using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Stock;

/// <summary>What the customer wants done about goods that are out of stock.</summary>
public sealed class DecideStockCommand(OrderStore orders, IdSource ids, TimeProvider time)
{
    public async Task<Outcome<OrderRecord>> RunAsync(
        DurableTaskClient client,
        string orderId,
        StockChoices said,
        CancellationToken cancellation
    )
    {
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return new Missing("order");
        if (CommandRules.AgainstStockDecision(record.Order, record.State) is { } against)
            return Refusal(record, against);
        var errors = new FieldErrors();
        var choices = said.For(record.State.Short, time.GetUtcNow(), errors);
        return errors.Any ? new Unfit(errors) : await DecideAsync(client, orderId, choices, cancellation);
    }

    private async Task<Outcome<OrderRecord>> DecideAsync(
        DurableTaskClient client,
        string orderId,
        IReadOnlyList<LineChoice> choices,
        CancellationToken cancellation
    )
    {
        var decision = new StockDecision(ids.EventId("stock"), choices, "customer");
        await client.TellAsync(orderId, OrderEvents.StockDecision, decision, cancellation);
        return await CommandWait.ForOutcomeAsync(orders, orderId, decision.EventId, time, record => record, Refusal, cancellation);
    }

    private static Refusal Refusal(OrderRecord record, Reasons reasons) =>
        new(Refused.StockDecision, reasons) { Locale = record.Order.Locale, Names = record.Names };
}
