using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Activities;

/// <summary>Looks at an order by the review rules: it passes, is refused with reasons, or leaves a doubt for a person. Reads only.</summary>
public sealed class ReviewOrder(OrderStore orders, ContactStore contacts, Catalogue catalogue)
{
    [Function(nameof(ReviewOrder))]
    public async Task<ReviewVerdict> RunAsync([ActivityTrigger] ReviewStep step, CancellationToken cancellation)
    {
        var orderId = step.OrderId;
        var order = (await orders.GetAsync(orderId, cancellation)).As(step.Terms);
        if (await contacts.FindAsync(order.CustomerId, orderId, cancellation) is not { } contact)
            return new ReviewVerdict(["contact_erased"], Doubt: null);
        var products = await catalogue.AllAsync(cancellation);
        var similar = await orders.SimilarOrderAsync(order.CustomerId, Fingerprints.Of(order), orderId, order.PlacedAt - Fingerprints.Window, cancellation);
        return new ReviewVerdict(ReviewRules.Check(new ReviewInput(order, contact, products, similar)), Doubt: null);
    }
}

/// <param name="Terms">What is agreed now, where it differs from what was placed.</param>
public sealed record ReviewStep(string OrderId, OrderTerms? Terms);

/// <param name="Reasons">Why the order is refused; none: it is not.</param>
/// <param name="Doubt">What a person has to decide on; null: it passes.</param>
public sealed record ReviewVerdict(IReadOnlyList<string> Reasons, ReviewDoubt? Doubt);
