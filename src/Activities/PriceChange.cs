using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>Works out what a change comes to, from catalogue, tables and addresses. Reads only.</summary>
public sealed class PriceChange(OrderStore orders, ContactStore contacts, Catalogue catalogue, PriceTables tables)
{
    [Function(nameof(PriceChange))]
    public async Task<ChangePrice> RunAsync([ActivityTrigger] ChangeToPrice step, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(step.OrderId, cancellation);
        var from = await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation);
        var to = step.Change.MovesAddress
            ? await contacts.FindPendingAsync(order.CustomerId, order.OrderId, step.ChangeId, cancellation)
            : from;
        if (from is null || to is null)
            return new ChangePrice(null);
        var priced = ChangePricing.Price(
            step.Terms,
            step.Change,
            Destination.Of(from.ShipTo),
            Destination.Of(to.ShipTo),
            step.AcceptDuties,
            await catalogue.AllAsync(cancellation),
            tables,
            new FieldErrors()
        );
        return new ChangePrice(priced);
    }
}

/// <param name="Terms">What is agreed now.</param>
public sealed record ChangeToPrice(string OrderId, string ChangeId, OrderTerms Terms, OrderChange Change, bool AcceptDuties);

/// <param name="Priced">Null: it cannot be had.</param>
public sealed record ChangePrice(PricedChange? Priced);
