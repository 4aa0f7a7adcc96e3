using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Activities;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// A refund that the payment company could not make: paid by hand (<c>reference</c> is the id of the transfer) or to be tried again under its key. Of an order that has ended the payment by hand goes straight into the books.
/// </summary>
public sealed class DecideRefund(OrderStore orders, IdSource ids, OpsKey key, TimeProvider time)
{
    [Function(nameof(DecideRefund))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{orderId}/refunds")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (decision, problem) = await JsonRequest.ReadAsync(request, Read, cancellation);
        if (decision is null)
            return problem!;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (record.State.IsFinal)
            return await SettleEndedAsync(record, decision, cancellation);

        await client.TellAsync(orderId, OrderEvents.RefundDecision, decision, cancellation);
        var (after, outcome) = await CommandWait.ForAsync(orders, orderId, decision.EventId, time, _ => false, cancellation);
        return outcome switch
        {
            null => Json.Accepted(request.HttpContext.Response, $"/api/orders/{orderId}", new { after.State.Refunds }),
            { Accepted: true } => Json.Ok(new { after.State.Refunds }),
            _ => Problem.Conflict("urn:orders:no-such-refund", "There is no open refund of that name.", reason: outcome.Reason),
        };
    }

    private RefundDecision Read(JsonInput body)
    {
        var retry = body.Choice<RefundChoice>("decision") == RefundChoice.Retry;
        var reference = body.OptionalText("reference", 100, required: !retry);
        return new RefundDecision(ids.EventId("refund-decision"), body.Text("occasion", 200), retry ? null : reference, body.Text("by", 100));
    }

    // Money that came late: its refund was asked for in the books, and nobody listens any more.
    private async Task<IResult> SettleEndedAsync(OrderRecord record, RefundDecision decision, CancellationToken cancellation)
    {
        var asked = record.Ledger.FirstOrDefault(entry => entry.Key == $"refund:{decision.Occasion}:requested");
        if (asked is null || decision.Reference is null || record.Ledger.Any(entry => entry.Key == $"refund:{decision.Occasion}:settled"))
            return Problem.Conflict("urn:orders:no-such-refund", "There is no open refund of that name that can be settled so.", reason: "no_such_refund");
        await orders.AppendLedgerAsync(record.Order.OrderId, RefundPayment.Settled(decision.Occasion, asked.Amount, time.GetUtcNow(), decision.Reference), cancellation);
        return Json.Ok(new { Refunds = (RefundState[])[new RefundState(decision.Occasion, asked.Amount, RefundStatus.Settled, decision.Reference, time.GetUtcNow())] });
    }

    private enum RefundChoice
    {
        Paid,
        Retry,
    }
}
