using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>The label to stick on a parcel, and the list to lay in.</summary>
public sealed class ParcelLabel(OrderStore orders, ParcelPapers papers)
{
    [Function(nameof(ParcelLabel))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/parcels/{n:int}/label.pdf")] HttpRequest request,
        string orderId,
        int n,
        CancellationToken cancellation
    ) =>
        await orders.FindAsync(orderId, cancellation) is { } record
            ? await papers.LabelAsync(record, n, request.HttpContext.Response, cancellation)
            : Problem.NotFound("order");

    [Function("ParcelPackingList")]
    public async Task<IResult> PackingListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/parcels/{n:int}/packing-list.pdf")] HttpRequest request,
        string orderId,
        int n,
        CancellationToken cancellation
    ) =>
        await orders.FindAsync(orderId, cancellation) is { } record
            ? papers.PackingList(record, n, request.HttpContext.Response)
            : Problem.NotFound("order");
}
