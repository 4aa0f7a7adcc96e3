using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Review;

/// <summary>What the automatic review looks at.</summary>
/// <param name="Products">The catalogue's entries of the ordered SKUs.</param>
/// <param name="Duplicate">Whether the same customer placed the same order a short while ago.</param>
public sealed record ReviewInput(Order Order, Contact Contact, IReadOnlyCollection<Product> Products, DuplicateVerdict Duplicate);

/// <summary>The rules of the automatic review.</summary>
public static class ReviewRules
{
    /// <summary>The reasons against the order; none: it passes.</summary>
    public static IReadOnlyList<Reason> Check(ReviewInput input)
    {
        var (order, contact, products, duplicate) = input;
        List<Reason> reasons = [];
        if (!contact.Verified)
            reasons.Add(ReasonCode.IdentityNotVerified);
        if (order.NeedsParcel)
        {
            reasons.AddRange(AddressRules.Check(contact.ShipTo));
            if (!PhoneRules.IsValid(contact.ShipTo.Phone, contact.ShipTo.Country))
                reasons.Add(ReasonCode.PhoneRecipient);
        }

        if (!PhoneRules.IsValid(contact.Phone, contact.ShipTo.Country))
            reasons.Add(ReasonCode.PhoneCustomer);
        foreach (var group in order.Lines.GroupBy(line => line.Sku, StringComparer.Ordinal))
        {
            var product = products.FirstOrDefault(candidate => candidate.Sku == group.Key);
            if (product is null)
                reasons.Add(new Reason(ReasonCode.NotSold, group.Key));
            else if (Territories.Named(order.Place).IsIn(product.ForbiddenCountries))
                reasons.Add(new Reason(ReasonCode.CountryForbidden, group.Key));
            else if (group.Sum(line => (long)line.Quantity) > product.MaxPerOrder)
                reasons.Add(new Reason(ReasonCode.QuantityLimit, group.Key));
        }

        if (duplicate == DuplicateVerdict.Certain)
            reasons.Add(ReasonCode.DuplicateOrder);
        return reasons;
    }
}
