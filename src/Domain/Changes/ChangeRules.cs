using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Changes;

/// <summary>What can be said to the offer of a change.</summary>
public static class ChangeRules
{
    /// <summary>The reason code against confirming or declining a change that is not open.</summary>
    public static Reasons AgainstDecision(IReadOnlyDictionary<string, ChangeResult> changes, string changeId) =>
        changes.GetValueOrDefault(changeId) switch
        {
            { Status: ChangeStatus.Lapsed or ChangeStatus.Refused, Reason: { } reason } => reason,
            { Status: ChangeStatus.Replaced } => ReasonCode.OfferReplaced,
            { Status: ChangeStatus.Declined } => ReasonCode.OfferDeclined,
            { Status: ChangeStatus.InForce } => ReasonCode.ChangeInForce,
            _ => ReasonCode.NoOffer,
        };

    /// <summary>What leaves an order without some of its units.</summary>
    /// <returns>Null if nothing would be left: that is to cancel it.</returns>
    public static OrderChange? Without(Order order, IReadOnlyList<RequestLine> units, FieldErrors errors)
    {
        foreach (var (i, asked) in units.Index())
        {
            if (order.Lines.FirstOrDefault(line => line.Sku == asked.Sku) is not { } line)
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), $"{asked.Sku} is not in this order.");
            else if (asked.Quantity > line.Quantity)
                errors.Add(
                    FormattableString.Invariant($"lines[{i}].quantity"),
                    FormattableString.Invariant($"The order has {line.Quantity} of it.")
                );
        }

        var left = order.Lines.ToDictionary(
            line => line.Sku,
            line => line.Quantity - units.Where(asked => asked.Sku == line.Sku).Sum(asked => asked.Quantity),
            StringComparer.Ordinal
        );
        return left.Values.All(quantity => quantity <= 0)
            ? null
            : new OrderChange([.. units.Select(asked => new ChangeAction(ChangeKind.Remove, asked.Sku, asked.Quantity))]);
    }
}
