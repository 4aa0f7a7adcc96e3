using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>The returns that are open, and one return with its order.</summary>
public sealed class ReturnOperations(CaseIndex index, OrderStore orders, CaseTexts texts)
{
    /// <summary>What has arrived comes first, then what is due first.</summary>
    [Function("OpsReturns")]
    public async Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/returns")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        _ = request;
        List<(string OrderId, CaseState Filed)> found = [];
        foreach (var entry in await index.OpenAsync(CaseKind.Return, cancellation))
        {
            if (await orders.FindCaseAsync(entry.OrderId, CaseKind.Return, entry.CaseId, cancellation) is { } filed)
                found.Add((entry.OrderId, filed));
        }

        var rows = found.OrderBy(row => row.Filed.Status == CaseStatus.Received ? 0 : 1).ThenBy(row => row.Filed.DueBy);
        return Json.Ok(new { Returns = rows.Select(row => Row(row.OrderId, row.Filed)) });
    }

    [Function("OpsReturn")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/returns/{rma}")] HttpRequest request,
        string rma,
        CancellationToken cancellation
    )
    {
        _ = request;
        return
            OrderIds.NormaliseRma(rma) is { } known
            && await index.FindAsync(CaseKind.Return, known, cancellation) is { } entry
            && await orders.FindAsync(entry.OrderId, cancellation) is { } record
            && record.Cases.FirstOrDefault(filed => filed.CaseId == known) is { } filed
            ? Json.Ok(await FileOfAsync(record, filed, texts, cancellation))
            : Problem.NotFound("return");
    }

    internal static async Task<object> FileOfAsync(OrderRecord record, CaseState filed, CaseTexts texts, CancellationToken cancellation) =>
        new
        {
            Return = ReturnView.Of(filed, record.State, "en", await texts.TextAsync(record.Order.CustomerId, filed, cancellation)),
            filed.Return!.Terms,
            filed.Escalated,
            InspectedBy = filed.Return.Verdict?.By,
            record.Order.OrderId,
            record.Order.OrderNumber,
            record.Order.CustomerId,
            record.State.Status,
        };

    private static object Row(string orderId, CaseState filed) =>
        new
        {
            Rma = filed.CaseId,
            OrderId = orderId,
            filed.Status,
            filed.Lines,
            filed.Return!.Wants,
            filed.FiledAt,
            filed.DueBy,
            filed.Escalated,
            filed.Return.Parcel?.Waybill,
        };
}
