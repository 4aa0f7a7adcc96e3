using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/returns/{rma}/inspection</c>: what the warehouse found in the parcel; the rest follows by rule.</summary>
public sealed class InspectReturn(CaseIndex index, OrderStore orders, CaseTexts texts, CaseHandOver handOver, IdSource ids, OpsKey key, TimeProvider time)
{
    private const int MostLines = 100;

    [Function(nameof(InspectReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/returns/{rma}/inspection")] HttpRequest request,
        string rma,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return problem!;
        var errors = new FieldErrors();
        IReadOnlyList<InspectedLine> lines;
        string by;
        using (document)
            (lines, by) = Read(JsonInput.Of(document, errors));
        if (errors.Any)
            return Problem.Invalid(errors);

        if (OrderIds.NormaliseRma(rma) is not { } known
            || await index.FindAsync(CaseKind.Return, known, cancellation) is not { } entry
            || await orders.FindCaseAsync(entry.OrderId, CaseKind.Return, known, cancellation) is not { } filed)
            return Problem.NotFound("return");
        if (!filed.IsOpen)
            return Ended(filed);
        Check(filed, lines, errors);
        if (errors.Any)
            return Problem.Unprocessable(errors);

        var eventId = ids.EventId("inspection");
        await handOver.TakeUpAsync(client, entry.OrderId, filed, cancellation);
        await client.RaiseEventAsync(CaseKinds.InstanceId(entry.OrderId, CaseKind.Return, known), OrderEvents.ReturnReceived, new ReturnReceived(eventId, lines, by), cancellation);
        var (seen, _) = await CommandWait.ForAsync(orders, entry.OrderId, "", time, now => now.Cases.Any(one => one.CaseId == known && !one.IsOpen), cancellation);
        var after = seen.Cases.First(one => one.CaseId == known);
        var file = await ReturnOperations.FileOfAsync(seen, after, texts, cancellation);
        if (after.IsOpen)
            return Json.Accepted(request.HttpContext.Response, $"/api/ops/returns/{known}", file);
        return await orders.IsHandledAsync(entry.OrderId, eventId, cancellation) ? Json.Ok(file) : Ended(after);
    }

    private static (IReadOnlyList<InspectedLine> Lines, string By) Read(JsonInput body)
    {
        List<InspectedLine> lines = [];
        foreach (var line in body.Objects("lines", MostLines))
        {
            lines.Add(new InspectedLine(line.Text("sku", 100), (int)line.Whole("quantity", 1, 1000), line.Choice<ReturnCondition>("condition")));
            line.Close();
        }

        var by = body.Text("by", 100);
        body.Close();
        return (lines, by);
    }

    /// <summary>Every unit that was to be sent is accounted for, once: one that was not in the parcel is missing.</summary>
    private static void Check(CaseState filed, IReadOnlyList<InspectedLine> lines, FieldErrors errors)
    {
        var expected = filed.Return!.Terms.ToSend;
        foreach (var (i, line) in lines.Index())
        {
            if (expected.All(sent => sent.Sku != line.Sku))
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Is not in this return.");
        }

        foreach (var line in expected)
        {
            var found = lines.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity);
            if (found != line.Quantity)
                errors.Add("lines", FormattableString.Invariant($"{line.Sku}: {line.Quantity} are to be accounted for, not {found}; what did not come is missing."));
        }
    }

    private static Problem Ended(CaseState filed) =>
        Problem.Conflict("urn:orders:return-ended", "The return has ended already.", $"It is {OrderJson.Name(filed.Status)}.", "return_ended");
}
