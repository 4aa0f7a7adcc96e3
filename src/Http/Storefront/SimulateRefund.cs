using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/refund-simulation</c>: what a cancel, change, claim or return would pay back. Changes nothing.</summary>
public sealed class SimulateRefund(OrderStore orders, TimeProvider time)
{
    [Function(nameof(SimulateRefund))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/refund-simulation")] HttpRequest request,
        string orderId,
        CancellationToken cancellation)
    {
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return problem!;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        using (document)
        {
            var errors = new FieldErrors();
            var body = JsonInput.Of(document, errors);
            var step = body.Choice<SimulatedStep>("for");
            var lines = Lines(body, record.Order);
            body.Close();
            return errors.Any
                ? Problem.Invalid(errors)
                : Json.Ok(RefundSimulation.Of(step, record.Order, record.State, lines, record.View(time.GetUtcNow()).Allowed, GivesAllBack(record, lines)));
        }
    }

    private static bool GivesAllBack(OrderRecord record, IReadOnlyList<ParcelLine>? lines)
    {
        var gone = ReturnRules.Gone(record.Cases);
        return ReturnRules.GivesAllBack(record.Order, record.Parcels, gone, lines ?? ReturnRules.Left(record.Order, record.Parcels, gone));
    }

    private static List<ParcelLine>? Lines(JsonInput body, Order order)
    {
        if (!body.Has("lines"))
            return null;
        List<ParcelLine> lines = [];
        foreach (var input in body.Objects("lines", max: 50))
        {
            var line = new ParcelLine(input.Text("sku", 40), (int)input.Whole("quantity", 1, 999));
            var ordered = order.Lines.FirstOrDefault(known => known.Sku == line.Sku);
            if (ordered is null)
                input.Refuse("sku", "Is not in the order.");
            else if (line.Quantity > ordered.Quantity)
                input.Refuse("quantity", string.Create(CultureInfo.InvariantCulture, $"Is more than the {ordered.Quantity} of the order."));
            input.Close();
            lines.Add(line);
        }

        return lines;
    }
}
