using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Puts a claim together and stores it, with its photos and texts sealed.</summary>
public sealed class ClaimDesk(OrderStore orders, CaseFiles files, CaseFiling filing, ClaimOptions options)
{
    /// <summary>Stores a claim that may be filed, before its order hears of it.</summary>
    /// <param name="under">The key of the call; null if it has none.</param>
    /// <returns>The claim; and what stands in its way if another case of its goods, or under the same key, was first.</returns>
    public async Task<(CaseState Claim, CaseConflict? Conflict)> FileAsync(
        OrderRecord record,
        ClaimToFile asked,
        FiledUnder? under,
        CancellationToken cancellation
    )
    {
        var order = record.Order;
        var draft = await filing.DraftAsync(order, CaseKind.Claim, asked.Description, asked.Photos, asked.FiledAt, cancellation);
        var claim = draft with
        {
            FiledUnder = under,
            Lines = asked.Lines,
            Claim = new ClaimPart(
                asked.Kind,
                record.Parcels,
                ClaimRules.ValueOf(order, asked.Lines),
                options.LimitIn(order.Total.Currency)
            ),
        };
        var conflict = await orders.FileCaseAsync(order.OrderId, claim, cancellation);
        if (conflict is not null)
            await files.RemoveAsync(claim.Files, cancellation);
        return (claim, conflict);
    }
}
