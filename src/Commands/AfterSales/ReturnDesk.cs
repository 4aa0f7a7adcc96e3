using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Puts a return together under the terms of the day, and stores it.</summary>
public sealed class ReturnDesk(OrderStore orders, Catalogue catalogue, CaseTexts texts, ReturnOptions options, IdSource ids)
{
    /// <summary>
    /// The reason codes against giving these lines back, with the index of the line where it is about one; none if they can be.
    /// </summary>
    public async Task<IReadOnlyList<(int? Line, Reason Reason)>> AgainstAsync(
        OrderRecord record,
        IReadOnlyList<ParcelLine> lines,
        ReturnWish wants,
        DateTimeOffset at,
        CancellationToken cancellation
    )
    {
        var policies = await catalogue.ReturnPoliciesAsync(lines.Select(line => line.Sku), cancellation);
        var final = policies
            .Where(policy => policy.Value == ReturnPolicy.Final)
            .Select(policy => policy.Key)
            .ToHashSet(StringComparer.Ordinal);
        return ReturnRules.Against(
            record.Order,
            record.State,
            record.Parcels,
            UnitsInCases.Of(record.State, record.Cases),
            lines,
            wants,
            at,
            final
        );
    }

    /// <summary>Stores a return that the customer may have, before its order hears of it.</summary>
    /// <param name="under">The key of the call; null if it has none.</param>
    /// <returns>The return; and what stands in its way if another case of its goods, or under the same key, was first.</returns>
    public async Task<(CaseState Return, CaseConflict? Conflict)> FileAsync(
        OrderRecord record,
        ReturnToRequest asked,
        FiledUnder? under,
        CancellationToken cancellation
    )
    {
        var (order, rma) = (record.Order, ids.Rma());
        var sealedText = await texts.SealTextAsync(order.CustomerId, rma, asked.Text, cancellation);
        var part = new ReturnPart(asked.Wants, ReasonCode.CustomerRequest, await TermsAsync(record, asked.Lines, cancellation));
        var filed = Returns.Open(order, rma, asked.Lines, part, sealedText, asked.FiledAt) with { FiledUnder = under };
        return (filed, await orders.FileCaseAsync(order.OrderId, filed, cancellation));
    }

    /// <summary>What these lines would be taken back under today.</summary>
    public async Task<ReturnTerms> TermsAsync(OrderRecord record, IReadOnlyList<ParcelLine> lines, CancellationToken cancellation)
    {
        var policies = await catalogue.ReturnPoliciesAsync(lines.Select(line => line.Sku), cancellation);
        return Returns.TermsOf(record.Order, record.Parcels, UnitsInCases.Of(record.State, record.Cases), lines, policies, options);
    }
}
