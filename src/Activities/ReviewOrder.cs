using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Looks at an order by the review rules; answers the reasons against it, none if it passes. Reads only.</summary>
public sealed class ReviewOrder(OrderStore orders, ContactStore contacts, Catalogue catalogue)
{
    [Function(nameof(ReviewOrder))]
    public async Task<IReadOnlyList<string>> RunAsync([ActivityTrigger] string orderId, CancellationToken cancellation)
    {
        var order = await orders.GetAsync(orderId, cancellation);
        if (await contacts.FindAsync(order.CustomerId, orderId, cancellation) is not { } contact)
            return ["contact_erased"];
        var products = await catalogue.AllAsync(cancellation);
        var similar = await orders.SimilarOrderAsync(order.CustomerId, Fingerprints.Of(order), orderId, order.PlacedAt - Fingerprints.Window, cancellation);
        return ReviewRules.Check(new ReviewInput(order, contact, products, similar));
    }
}
