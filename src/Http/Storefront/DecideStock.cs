using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Stock;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/stock-decision</c>: what the customer wants done about goods that are out of stock.</summary>
public sealed class DecideStock(OrderStore orders, IdSource ids, TimeProvider time)
{
    [Function(nameof(DecideStock))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/stock-decision")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (said, problem) = await JsonRequest.ReadAsync(request, StockChoiceReader.Read, cancellation);
        if (said is null)
            return problem!;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (CommandRules.AgainstStockDecision(record.Order, record.State) is { } against)
            return Refused(record, against);
        var errors = new FieldErrors();
        var choices = said.For(record.State.Short, time.GetUtcNow(), errors);
        return errors.Any ? Problem.Unprocessable(errors) : await DecideAsync(request.HttpContext.Response, orderId, choices, client, cancellation);
    }

    private async Task<IResult> DecideAsync(HttpResponse response, string orderId, IReadOnlyList<LineChoice> choices, DurableTaskClient client, CancellationToken cancellation)
    {
        var decision = new StockDecision(ids.EventId("stock"), choices, "customer");
        await client.TellAsync(orderId, OrderEvents.StockDecision, decision, cancellation);
        var (record, outcome) = await CommandWait.ForAsync(orders, orderId, decision.EventId, time, record => record.State.IsFinal, cancellation);
        var view = record.View(time.GetUtcNow());
        return outcome switch
        {
            { Accepted: true } => Json.Ok(view),
            { Accepted: false } => Refused(record, outcome.Reason ?? "no_stock_question"),
            _ when record.State.IsFinal => Refused(record, "finished"),
            _ => Json.Accepted(response, $"/api/orders/{orderId}", view),
        };
    }

    private static Problem Refused(OrderRecord record, string reason) =>
        Problem.Conflict("urn:orders:cannot-decide", "The choice cannot be taken.", ReasonTexts.For(reason, record.Order.Locale), reason);
}
