using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Carriers;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

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
    public async Task<IResult> VoidAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{number}/parcels/{n:int}/void")] HttpRequest request,
        string number,
        int n,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (record, parcel, problem) = await FindAsync(request, number, n, cancellation);
        if (record is null || parcel is null)
            return problem!;
        var (document, unreadable) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return unreadable!;
        using (document)
        {
            var errors = new FieldErrors();
            var body = JsonInput.Of(document, errors);
            var wish = new VoidWaybill(ids.EventId("void"), body.Text("reason", 200), body.Text("by", 100));
            body.Close();
            if (errors.Any)
                return Problem.Invalid(errors);
            if (parcel.Waybill is null)
                return Refused("not_booked");
            if (parcel.Outcome is not null || parcel.Voided || parcel.HandedOver)
                return Refused(parcel.HandedOver ? "handed_over" : "finished");
            await client.RaiseEventAsync(ShipmentOrder.InstanceId(record.Order.OrderId, n), OrderEvents.VoidWaybill, wish, cancellation);
            return await AnswerAsync(request.HttpContext.Response, record.Order.OrderId, n, wish.EventId, cancellation);
        }
    }

    [Function("OpsInspectParcel")]
    public async Task<IResult> InspectAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{number}/parcels/{n:int}/inspection")] HttpRequest request,
        string number,
        int n,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (record, parcel, problem) = await FindAsync(request, number, n, cancellation);
        if (record is null || parcel is null)
            return problem!;
        var (document, unreadable) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return unreadable!;
        using (document)
        {
            var (received, invalid) = Read(document, parcel);
            if (received is null)
                return invalid!;
            if (parcel.Status != ParcelStatus.Returned || parcel.Outcome is not null)
                return Refused(parcel.Outcome is null ? "not_returned" : "finished");
            await client.RaiseEventAsync(ShipmentOrder.InstanceId(record.Order.OrderId, n), OrderEvents.ReturnReceived, received, cancellation);
            return await AnswerAsync(request.HttpContext.Response, record.Order.OrderId, n, received.EventId, cancellation);
        }
    }

    private (ReturnReceived? Received, Problem? Problem) Read(JsonDocument document, ParcelState parcel)
    {
        var errors = new FieldErrors();
        var body = JsonInput.Of(document, errors);
        List<InspectedLine> lines = [];
        foreach (var line in body.Objects("lines", 100))
        {
            lines.Add(new InspectedLine(line.Text("sku", 100), (int)line.Whole("quantity", 1, 1_000_000), line.Choice<ReturnCondition>("condition")));
            line.Close();
        }

        var received = new ReturnReceived(ids.EventId("inspection"), lines, body.Text("by", 100), body.Choice<AfterInspection>("then"));
        body.Close();
        if (errors.Any)
            return (null, Problem.Invalid(errors));

        // What nobody has seen is missing, and somebody has to say so.
        foreach (var sku in lines.Select(line => line.Sku).Concat(parcel.Lines.Select(line => line.Sku)).Distinct(StringComparer.Ordinal))
        {
            var packed = parcel.Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
            var seen = lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);
            if (packed != seen)
                errors.Add("lines", FormattableString.Invariant($"The parcel was packed with {packed} of {sku}; the lines account for {seen}."));
        }

        return errors.Any ? (null, Problem.Unprocessable(errors)) : (received, null);
    }

    private async Task<IResult> AnswerAsync(HttpResponse response, string orderId, int n, string eventId, CancellationToken cancellation)
    {
        CommandOutcome? Outcome(OrderRecord record) => record.Parcels.FirstOrDefault(parcel => parcel.Number == n)?.Commands.GetValueOrDefault(eventId);
        var (record, _) = await CommandWait.ForAsync(orders, orderId, eventId, time, record => Outcome(record) is not null, cancellation);
        var view = OrderViews.Parcel(record.Parcels.First(parcel => parcel.Number == n), record.Order.Locale);
        return Outcome(record) switch
        {
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
