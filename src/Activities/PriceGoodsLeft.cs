using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Activities;

/// <summary>Works out what an order comes to without the goods that are out of stock. Reads only.</summary>
public sealed class PriceGoodsLeft(OrderStore orders, ContactStore contacts, Catalogue catalogue, PriceTables tables)
{
    [Function(nameof(PriceGoodsLeft))]
    public async Task<OrderTerms> RunAsync([ActivityTrigger] GoodsToPrice step, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(step.OrderId, cancellation);
        var contact = await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation);
        var before = step.Goods.Before;

        // Of an address that is forgotten the place is known still; only a remote area is not.
        var to = contact is null ? new Destination(before.Territory ?? before.Country, PostalCode: null) : Destination.Of(contact.ShipTo);
        return ShortagePricing.Price(step.Goods, to, await catalogue.AllAsync(cancellation), tables);
    }
}

public sealed record GoodsToPrice(string OrderId, GoodsLeft Goods);
