namespace Orders.Functions.Orders;

/// <summary>What a step would pay back, before it is done.</summary>
/// <param name="Possible">False: it cannot be done now, for <paramref name="Reason"/>; the amount is what it would be.</param>
/// <param name="Text">The reason in the customer's language.</param>
/// <param name="Refund">What would be paid back.</param>
/// <param name="Parts">What it is made of.</param>
public sealed record SimulatedRefund(bool Possible, string? Reason, string? Text, Money Refund, IReadOnlyList<SimulatedPart> Parts);

/// <param name="What">A SKU, <c>shipping</c>, <c>duties</c>, <c>paid_so_far</c>.</param>
public sealed record SimulatedPart(string What, int? Quantity, Money Amount);

public enum SimulatedStep
{
    Cancel,
    Change,
    Claim,
    Return,
}

/// <summary>Works out refunds without making them.</summary>
public static class RefundSimulation
{
    /// <param name="lines">What is given up, claimed or sent back; null for everything.</param>
    /// <param name="allowed">The commands that are possible now.</param>
    /// <param name="givesAllBack">True if a return of these lines leaves the customer nothing; then, if all is as new, the carriage goes back too.</param>
    public static SimulatedRefund Of(SimulatedStep step, Order order, OrderState state, IReadOnlyList<ParcelLine>? lines, IReadOnlyDictionary<string, Allowance> allowed, bool givesAllBack = false)
    {
        var command = OrderJson.Name(step);
        var allowance = allowed.GetValueOrDefault(command) ?? new Allowance(true);
        var paid = state.Captured - state.Refunded;
        var everything = lines is null;
        var asked = lines ?? [.. order.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))];
        List<SimulatedPart> parts = [.. asked.Select(line => new SimulatedPart(line.Sku, line.Quantity, PriceOf(order, line)))];

        // Goods are taken to come back as new: used ones are worth less.
        if (step == SimulatedStep.Return && givesAllBack && order.ShippingFee.Amount > 0)
        {
            parts.Add(new SimulatedPart("shipping", null, order.ShippingFee));
        }

        // A whole cancel gives back all that was paid, whatever it was for; carriage stays where a part of the goods comes back, or they are replaced.
        if (step == SimulatedStep.Cancel && everything)
        {
            parts = [new SimulatedPart("paid_so_far", null, paid)];
        }

        var sum = parts.Aggregate(Money.Zero(order.Total.Currency), (total, part) => total + part.Amount);
        return new SimulatedRefund(allowance.Possible, allowance.Reason, allowance.Text, sum < paid ? sum : paid, parts);
    }

    private static Money PriceOf(Order order, ParcelLine line) => order.Lines.First(ordered => ordered.Sku == line.Sku).UnitPrice * line.Quantity;
}
