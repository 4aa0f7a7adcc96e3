using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/returns/{rma}/inspection</c>: what the warehouse found in the parcel; the rest follows by rule.</summary>
public sealed class InspectReturn(CaseIndex index, OrderStore orders, CaseTexts texts, CaseHandOver handOver, IdSource ids, OpsKey key, TimeProvider time)
{
    [Function(nameof(InspectReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/returns/{rma}/inspection")] HttpRequest request,
        string rma,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (inspection, problem) = await JsonRequest.ReadAsync(request, body => (Lines: InspectedLines.Read(body), By: body.Text("by", 100)), cancellation);
        if (problem is not null)
            return problem;
        var (lines, by) = inspection;

        if (OrderIds.NormaliseRma(rma) is not { } known
            || await index.FindAsync(CaseKind.Return, known, cancellation) is not { } entry
            || await orders.FindCaseAsync(entry.OrderId, CaseKind.Return, known, cancellation) is not { } filed)
            return Problem.NotFound("return");
        if (!filed.IsOpen)
            return Ended(filed);
        var errors = new FieldErrors();
        InspectedLines.Check(lines, filed.Return!.Terms.ToSend.Select(line => new ParcelLine(line.Sku, line.Quantity)), errors);
        if (errors.Any)
            return Problem.Unprocessable(errors);

        var eventId = ids.EventId("inspection");
        if (await handOver.TakeUpAsync(client, entry.OrderId, filed, cancellation) is { } nobody)
            return nobody;
        await client.TellAsync(CaseKinds.InstanceId(entry.OrderId, CaseKind.Return, known), OrderEvents.ReturnReceived, new ReturnReceived(eventId, lines, by), cancellation);
        var (seen, _) = await CommandWait.ForAsync(orders, entry.OrderId, "", time, now => now.Cases.Any(one => one.CaseId == known && !one.IsOpen), cancellation);
        var after = seen.Cases.First(one => one.CaseId == known);
        var file = await ReturnOperations.FileOfAsync(seen, after, texts, cancellation);
        if (after.IsOpen)
            return Json.Accepted(request.HttpContext.Response, $"/api/ops/returns/{known}", file);
        return await orders.IsHandledAsync(entry.OrderId, eventId, cancellation) ? Json.Ok(file) : Ended(after);
    }

    private static Problem Ended(CaseState filed) =>
        Problem.Conflict("urn:orders:return-ended", "The return has ended already.", $"It is {OrderJson.Name(filed.Status)}.", "return_ended");
}
