using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Puts an after-sales request together and stores it, with its text and attachments sealed.</summary>
public sealed class RequestDesk(OrderStore orders, CaseFiling filing)
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
        var request = await filing.DraftAsync(order, CaseKind.Request, text, attachments, filedAt, cancellation);
        _ = await orders.FileCaseAsync(order.OrderId, request, cancellation);
        return request;
    }
}
