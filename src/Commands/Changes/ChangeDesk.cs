using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using Orders.Functions.Documents;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands.Changes;

/// <summary>Looks at a wish to change an order, asks the order's orchestration, and waits a little for its answer.</summary>
public sealed class ChangeDesk(
    OrderStore orders,
    ContactStore contacts,
    Catalogue catalogue,
    PriceTables tables,
    PrintableText paper,
    IdSource ids,
    TimeProvider time
)
{
    /// <summary>
    /// What stands against a change that leaves the address, as far as it can be told before the orchestration is asked; null: nothing.
    /// </summary>
    public Task<Failure?> AgainstAsync(OrderRecord record, OrderChange change, CancellationToken cancellation) =>
        AgainstAsync(record, change, to: null, cancellation);

    /// <summary>What stands against a change, as far as it can be told before the orchestration is asked; null: nothing.</summary>
    /// <param name="to">The contact with the new address; null: the address stays.</param>
    public async Task<Failure?> AgainstAsync(OrderRecord record, OrderChange change, Contact? to, CancellationToken cancellation)
    {
        var order = record.Order;
        if (CommandRules.AgainstChange(record.State) is { } against)
            return Refusal(record, against);
        if (await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation) is not { } from)
            return Refusal(record, ReasonCode.ContactErased);

        var errors = new FieldErrors();
        var (before, after) = (Destination.Of(from.ShipTo), Destination.Of((to ?? from).ShipTo));
        var products = await catalogue.AllAsync(cancellation);
        var priced = ChangePricing.Price(OrderTerms.Of(order), change, before, after, acceptDuties: true, products, tables, errors);
        if (priced is not null && to is null && ChangeReducer.Same(OrderTerms.Of(order), priced.Terms))
            errors.Add("", "The order is like that already.");
        if (to is not null && order.NeedsParcel)
            paper.Check(to.ShipTo, errors);
        return errors.Any ? new Unfit(errors) : null;
    }

    /// <summary>Asks for a change. Done where it is offered or in force.</summary>
    public async Task<Outcome<OrderAfter>> AskAsync(
        DurableTaskClient client,
        OrderRecord record,
        ChangeRequest change,
        CancellationToken cancellation
    )
    {
        await OrderStarter.TellAsync(client, record, OrderEvents.ChangeRequest, change, time, cancellation);
        return await WaitAsync(record.Order.OrderId, change.EventId, change.ChangeId, cancellation);
    }

    /// <summary>Confirms or declines an offer.</summary>
    public async Task<Outcome<OrderAfter>> DecideAsync(
        DurableTaskClient client,
        string orderId,
        ChangeConfirmed decision,
        CancellationToken cancellation
    )
    {
        await client.TellAsync(orderId, OrderEvents.ChangeConfirmed, decision, cancellation);
        return await WaitAsync(orderId, decision.EventId, decision.ChangeId, cancellation);
    }

    public static Refusal Refusal(OrderRecord record, Reasons reasons) =>
        new(Refused.Change, reasons) { Locale = record.Order.Locale, Names = record.Names };

    public string NewId() => ids.OrderId();

    /// <summary>The same for the same key of the same order.</summary>
    public static string IdOf(Order order, string idempotencyKey) =>
        OrderIds.OrderId(SHA256.HashData(Encoding.UTF8.GetBytes($"{order.OrderId}\n{idempotencyKey}")).AsSpan(0, OrderIds.OrderIdBytes));

    private Task<Outcome<OrderAfter>> WaitAsync(string orderId, string eventId, string changeId, CancellationToken cancellation) =>
        CommandWait.ForOutcomeAsync(orders, orderId, eventId, time, after => new OrderAfter(after, changeId), Refusal, cancellation);
}
