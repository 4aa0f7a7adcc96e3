using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Shipments;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>What operations do with one parcel: print its list, take its waybill back, open it when it came back. A command waits a little for what the parcel's orchestration makes of it.</summary>
public sealed class ParcelOperations(OrderStore orders, LabelPrinter printer, IdSource ids, OpsKey key, TimeProvider time)
{
    [Function("OpsPackingList")]
    public async Task<IResult> PackingListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/orders/{number}/parcels/{n:int}/packing-list.pdf")] HttpRequest request, string number, int n, CancellationToken cancellation)
    {
        var (record, parcel, problem) = await FindAsync(request, number, n, cancellation);
        if (record is null || parcel is null)
            return problem!;

        OrderLine? Ordered(string sku) => record.Order.Lines.FirstOrDefault(line => line.Sku == sku);
        var list = new PackingList(
            record.Order.OrderNumber,
            n,
            record.Parcels.Count,
            parcel.Waybill,
            parcel.Lines.Sum(line => line.Quantity * (Ordered(line.Sku)?.WeightGrams ?? 0)),
            [.. parcel.Lines.Select(line => new PackingLine(line.Sku, Ordered(line.Sku)?.Name.In(record.Order.Locale) ?? line.Sku, line.Quantity))]);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Bytes(printer.Print(list), "application/pdf", FormattableString.Invariant($"{record.Order.OrderNumber}-{n}.pdf"));
    }

    [Function("OpsVoidParcel")]
    public Task<IResult> VoidAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{number}/parcels/{n:int}/void")] HttpRequest request,
        string number,
        int n,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => CommandAsync(
            request,
            number,
            n,
            body => new VoidWaybill(ids.EventId("void"), body.Text("reason", 200), body.Text("by", 100)),
            (parcel, wish) => (OrderEvents.VoidWaybill, wish.EventId, parcel switch
            {
                { Waybill: null } => Refused("not_booked"),
                { HandedOver: true } => Refused("handed_over"),
                { Outcome: not null } or { Voided: true } => Refused("finished"),
                _ => null,
            }),
            client,
            cancellation);

    [Function("OpsInspectParcel")]
    public Task<IResult> InspectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{number}/parcels/{n:int}/inspection")] HttpRequest request,
        string number,
        int n,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => CommandAsync(
            request,
            number,
            n,
            body => new ReturnReceived(ids.EventId("inspection"), InspectedLines.Read(body), body.Text("by", 100), body.Choice<AfterInspection>("then")),
            (parcel, received) =>
            {
                var errors = new FieldErrors();
                InspectedLines.Check(received.Lines, parcel.Lines, errors);
                return (OrderEvents.ReturnReceived, received.EventId, parcel switch
                {
                    _ when errors.Any => Problem.Unprocessable(errors),
                    { Outcome: not null } => Refused("finished"),
                    { Status: not ParcelStatus.Returned } => Refused("not_returned"),
                    _ => null,
                });
            },
            client,
            cancellation);

    /// <summary>Tells a parcel's orchestration what operations want of it, and waits a little for its answer.</summary>
    /// <param name="read">The command in the body.</param>
    /// <param name="check">Its event and that event's id; and what stands against it, if anything does.</param>
    private async Task<IResult> CommandAsync<T>(
        HttpRequest request, string number, int n, Func<JsonInput, T> read, Func<ParcelState, T, (string Event, string EventId, Problem? Against)> check, DurableTaskClient client, CancellationToken cancellation)
        where T : class
    {
        var (record, parcel, problem) = await FindAsync(request, number, n, cancellation);
        if (record is null || parcel is null)
            return problem!;
        var (command, unreadable) = await JsonRequest.ReadAsync(request, read, cancellation);
        if (command is null)
            return unreadable!;
        var (name, eventId, against) = check(parcel, command);
        if (against is not null)
            return against;
        await client.TellAsync(ShipmentOrder.InstanceId(record.Order.OrderId, n), name, command, cancellation);
        return await AnswerAsync(request.HttpContext.Response, record.Order.OrderId, n, eventId, cancellation);
    }

    private async Task<IResult> AnswerAsync(HttpResponse response, string orderId, int n, string eventId, CancellationToken cancellation)
    {
        ParcelState Parcel(OrderRecord record) => record.Parcels.First(parcel => parcel.Number == n);
        CommandOutcome? Outcome(OrderRecord record) => Parcel(record).Commands.GetValueOrDefault(eventId);
        var (record, _) = await CommandWait.ForAsync(orders, orderId, eventId, time, record => Outcome(record) is not null || Parcel(record).Outcome is not null, cancellation);
        var view = OrderViews.Parcel(Parcel(record), record.Order.Locale);
        return Outcome(record) switch
        {
            // Its orchestration has ended with another command, and listens to none any more.
            null when Parcel(record).Outcome is not null => Refused("finished"),
            null => Json.Accepted(response, $"/api/orders/{orderId}", view),
            { Accepted: true } => Json.Ok(view),
            var refused => Refused(refused.Reason ?? "finished"),
        };
    }

    private static Problem Refused(string reason) => Problem.Conflict("urn:orders:parcel", "That cannot be done with this parcel now.", ReasonTexts.For(reason, "en"), reason);

    private async Task<(OrderRecord? Record, ParcelState? Parcel, IResult? Problem)> FindAsync(HttpRequest request, string number, int n, CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return (null, null, refusal);
        if (await orders.FindByNumberAsync(number, cancellation) is not { } record)
            return (null, null, Problem.NotFound("order"));
        return record.Parcels.FirstOrDefault(parcel => parcel.Number == n) is { } parcel ? (record, parcel, null) : (null, null, Problem.NotFound("parcel"));
    }
}
