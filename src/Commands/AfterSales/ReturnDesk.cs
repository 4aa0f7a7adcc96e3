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
    /// <param name="text">What the customer wrote.</param>
    /// <param name="filedAt">When it reached us.</param>
    public async Task<CaseState> FileAsync(
        OrderRecord record,
        IReadOnlyList<ParcelLine> lines,
        ReturnWish wants,
        string text,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    )
    {
        var (order, rma) = (record.Order, ids.Rma());
        var sealedText = await texts.SealTextAsync(order.CustomerId, rma, text, cancellation);
        var part = new ReturnPart(wants, ReasonCode.CustomerRequest, await TermsAsync(record, lines, cancellation));
        var filed = Returns.Open(order, rma, lines, part, sealedText, filedAt);
        _ = await orders.FileCaseAsync(order.OrderId, filed, cancellation);
        return filed;
    }

    /// <summary>What these lines would be taken back under today.</summary>
    public async Task<ReturnTerms> TermsAsync(OrderRecord record, IReadOnlyList<ParcelLine> lines, CancellationToken cancellation)
    {
        var policies = await catalogue.ReturnPoliciesAsync(lines.Select(line => line.Sku), cancellation);
        return Returns.TermsOf(record.Order, record.Parcels, UnitsInCases.Of(record.State, record.Cases), lines, policies, options);
    }
}
