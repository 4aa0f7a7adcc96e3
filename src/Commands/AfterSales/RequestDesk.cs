using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Puts an after-sales request together and stores it, with its text and attachments sealed.</summary>
public sealed class RequestDesk(OrderStore orders, CaseFiles files, CaseFiling filing)
{
    /// <summary>Stores a request, before its order hears of it.</summary>
    /// <param name="filedAt">When it reached us.</param>
    /// <param name="under">The key of the call; null if it has none.</param>
    /// <returns>The request; null if another under the same key was first.</returns>
    public async Task<CaseState?> FileAsync(
        Order order,
        string text,
        IReadOnlyList<CleanFile> attachments,
        DateTimeOffset filedAt,
        FiledUnder? under,
        CancellationToken cancellation
    )
    {
        var draft = await filing.DraftAsync(order, CaseKind.Request, text, attachments, filedAt, cancellation);
        var request = draft with { FiledUnder = under };
        if (await orders.FileCaseAsync(order.OrderId, request, cancellation) is null)
            return request;
        await files.RemoveAsync(request.Files, cancellation);
        return null;
    }
}
