using Orders.Functions.Documents;
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
    /// <param name="filedAt">When it reached us.</param>
    /// <returns>The claim; null if another about the same line and cause was first.</returns>
    public async Task<CaseState?> FileAsync(
        OrderRecord record,
        ClaimKind kind,
        IReadOnlyList<ParcelLine> lines,
        string description,
        IReadOnlyList<CleanFile> photos,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    )
    {
        var order = record.Order;
        var draft = await filing.DraftAsync(order, CaseKind.Claim, description, photos, filedAt, cancellation);
        var claim = draft with
        {
            Lines = lines,
            Claim = new ClaimPart(kind, record.Parcels, ClaimRules.ValueOf(order, lines), options.LimitIn(order.Total.Currency)),
        };
        if (await orders.FileCaseAsync(order.OrderId, claim, cancellation) is null)
            return claim;
        await files.RemoveAsync(claim.Files, cancellation);
        return null;
    }
}
