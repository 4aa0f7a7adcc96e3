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
        var (record, outcome) = await CommandWait.ForAsync(
            orders,
            orderId,
            decision.EventId,
            time,
            record => record.State.IsFinal,
            cancellation
        );
        return outcome switch
        {
            { Accepted: true } => new Done<OrderRecord>(record),
            { Accepted: false } => Refusal(record, outcome.Reason ?? "no_stock_question"),
            _ when record.State.IsFinal => Refusal(record, "finished"),
            _ => new Waiting<OrderRecord>(record),
        };
    }

    private static Refusal Refusal(OrderRecord record, string reason) =>
        new(Refused.StockDecision, reason) { Locale = record.Order.Locale };
}
