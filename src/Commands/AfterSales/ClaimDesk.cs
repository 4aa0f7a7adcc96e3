using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Puts a claim together and stores it, with its photos and texts sealed.</summary>
public sealed class ClaimDesk(OrderStore orders, CaseFiles files, CaseTexts texts, ClaimOptions options, IdSource ids)
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
        var claimId = ids.OrderId();
        var answerBy = Deadlines.After(order.Windows.Answer, filedAt);
        List<CaseFile> kept = [];
        foreach (var photo in photos)
            kept.Add(await files.AddAsync(order.CustomerId, order.OrderId, CaseKind.Claim, claimId, photo, cancellation));

        var claim = new CaseState
        {
            Kind = CaseKind.Claim,
            CaseId = claimId,
            Status = CaseStatus.Open,
            Lines = lines,
            FiledAt = filedAt,
            RemindAt = filedAt + ((answerBy - filedAt) / 2),
            DueBy = answerBy,
            LateBy = Deadlines.After(order.Windows.Answer, answerBy),
            SealedText = await texts.SealTextAsync(order.CustomerId, claimId, description, cancellation),
            Files = kept,
            Claim = new ClaimPart(kind, record.Parcels, ClaimRules.ValueOf(order, lines), options.LimitIn(order.Total.Currency)),
        };
        if (await orders.FileCaseAsync(order.OrderId, claim, cancellation) is null)
            return claim;
        await files.RemoveAsync(kept, cancellation);
        return null;
    }
}
