using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Shipping;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>What operations do with one parcel: print its papers, take its waybill back, open it when it came back.</summary>
public sealed class ParcelOperations(OrderStore orders, ParcelPapers papers, VoidWaybillCommand voidWaybill, InspectParcelCommand inspect)
{
    [Function("OpsPackingList")]
    public async Task<IResult> PackingListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/orders/{number}/parcels/{n:int}/packing-list.pdf")]
            HttpRequest request,
        string number,
        int n,
        CancellationToken cancellation
    )
    {
        return await orders.FindByNumberAsync(number, cancellation) is { } record
            ? papers.PackingList(record, n, request.HttpContext.Response)
            : Problem.NotFound("order");
    }

    [Function("OpsParcelLabel")]
    public async Task<IResult> LabelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/orders/{number}/parcels/{n:int}/label.pdf")] HttpRequest request,
        string number,
        int n,
        CancellationToken cancellation
    )
    {
        return await orders.FindByNumberAsync(number, cancellation) is { } record
            ? await papers.LabelAsync(record, n, request.HttpContext.Response, cancellation)
            : Problem.NotFound("order");
    }

    [Function("OpsVoidParcel")]
    public async Task<IResult> VoidAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{number}/parcels/{n:int}/void")] HttpRequest request,
        string number,
        int n,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (asked, problem) = await JsonRequest.ReadAsync(
            request,
            body => new WaybillToVoid(new ParcelName(number, n), body.Text("reason", 200), body.Text("by", 100)),
            cancellation
        );
        if (asked is null)
            return await MissingAsync(number, n, cancellation) ?? problem!;
        return AnswerOf(await voidWaybill.RunAsync(client, asked, cancellation), request.HttpContext.Response);
    }

    [Function("OpsInspectParcel")]
    public async Task<IResult> InspectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{number}/parcels/{n:int}/inspection")] HttpRequest request,
        string number,
        int n,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (found, problem) = await JsonRequest.ReadAsync(request, body => Read(body, new ParcelName(number, n)), cancellation);
        if (found is null)
            return await MissingAsync(number, n, cancellation) ?? problem!;
        return AnswerOf(await inspect.RunAsync(client, found, cancellation), request.HttpContext.Response);
    }

    /// <summary>Of a parcel that is not there nothing else is said.</summary>
    private async Task<Problem?> MissingAsync(string number, int n, CancellationToken cancellation)
    {
        if (await orders.FindByNumberAsync(number, cancellation) is not { } record)
            return Problem.NotFound("order");
        return record.Parcels.Any(parcel => parcel.Number == n) ? null : Problem.NotFound("parcel");
    }

    private static ParcelInspection Read(JsonInput body, ParcelName parcel)
    {
        var (lines, by) = (InspectedLinesReader.Read(body), body.Text("by", 100));
        return new ParcelInspection(parcel, lines, body.Choice<AfterInspection>("then"), by);
    }

    private static IResult AnswerOf(Outcome<ParcelAfter> outcome, HttpResponse response)
    {
        static ParcelView View(ParcelAfter after) => OrderViews.Parcel(after.Order.Order, after.Parcel);
        return Answer.Of(
            outcome,
            after => Json.Ok(View(after)),
            after => Json.Accepted(response, $"/api/orders/{after.Order.Order.OrderId}", View(after))
        );
    }
}
