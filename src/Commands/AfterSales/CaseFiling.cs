using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>What every case that the shop has to answer has: its clock, and what the customer wrote and sent, sealed.</summary>
public sealed class CaseFiling(CaseFiles files, CaseTexts texts, IdSource ids)
{
    /// <summary>A case that is not stored yet.</summary>
    /// <param name="filedAt">When it reached us.</param>
    public async Task<CaseState> DraftAsync(
        Order order,
        CaseKind kind,
        string text,
        IReadOnlyList<CleanFile> attachments,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    )
    {
        var caseId = ids.OrderId();
        var answerBy = Deadlines.After(order.Windows.Answer, filedAt);
        List<CaseFile> kept = [];
        foreach (var attachment in attachments)
            kept.Add(await files.AddAsync(order.CustomerId, order.OrderId, kind, caseId, attachment, cancellation));

        return new CaseState
        {
            Kind = kind,
            CaseId = caseId,
            Status = CaseStatus.Open,
            FiledAt = filedAt,
            RemindAt = filedAt + ((answerBy - filedAt) / 2),
            DueBy = answerBy,
            LateBy = Deadlines.After(order.Windows.Answer, answerBy),
            SealedText = await texts.SealTextAsync(order.CustomerId, caseId, text, cancellation),
            Files = kept,
        };
    }
}
