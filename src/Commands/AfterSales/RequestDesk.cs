using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Puts an after-sales request together and stores it, with its text and attachments sealed.</summary>
public sealed class RequestDesk(OrderStore orders, CaseFiles files, CaseTexts texts, IdSource ids)
{
    /// <summary>Stores a request, before its order hears of it.</summary>
    /// <param name="filedAt">When it reached us.</param>
    public async Task<CaseState> FileAsync(
        Order order,
        string text,
        IReadOnlyList<CleanFile> attachments,
        DateTimeOffset filedAt,
        CancellationToken cancellation
    )
    {
        var requestId = ids.OrderId();
        var answerBy = Deadlines.After(order.Windows.Answer, filedAt);
        List<CaseFile> kept = [];
        foreach (var attachment in attachments)
            kept.Add(await files.AddAsync(order.CustomerId, order.OrderId, CaseKind.Request, requestId, attachment, cancellation));

        var request = new CaseState
        {
            Kind = CaseKind.Request,
            CaseId = requestId,
            Status = CaseStatus.Open,
            FiledAt = filedAt,
            RemindAt = filedAt + ((answerBy - filedAt) / 2),
            DueBy = answerBy,
            LateBy = Deadlines.After(order.Windows.Answer, answerBy),
            SealedText = await texts.SealTextAsync(order.CustomerId, requestId, text, cancellation),
            Files = kept,
        };
        _ = await orders.FileCaseAsync(order.OrderId, request, cancellation);
        return request;
    }
}
