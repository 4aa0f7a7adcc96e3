using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/cancel</c>: asks the order's orchestration, and waits a little for its answer.</summary>
public sealed class CancelOrder(OrderStore orders, ContactStore contacts, TimeProvider time)
{
    [Function(nameof(CancelOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/cancel")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (reason, problem) = await ReadReasonAsync(request, cancellation);
        if (problem is not null)
            return problem;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");

        var eventId = $"cancel:{Guid.NewGuid():N}";
        switch (CommandRules.AgainstCancel(record.State, record.Parcels))
        {
            case null:
                // An order whose placing call crashed before the start has nobody to listen yet.
                if (reason is not null)
                    await contacts.KeepCancelReasonAsync(record.Order.CustomerId, orderId, reason, cancellation);
                if (record.State.Sequence == 0)
                    await OrderStarter.StartAsync(client, record.Order, cancellation);
                await client.RaiseEventAsync(orderId, OrderEvents.CancelRequest, new CancelRequest(eventId, "customer"), cancellation);
                break;
            case "cancel_in_progress":
            case "finished" when record.State.Status == OrderStatus.Cancelled:
                break;
            case var against:
                return TooLate(record, against);
        }

        return await WaitAsync(request.HttpContext.Response, orderId, eventId, cancellation);
    }

    private async Task<IResult> WaitAsync(HttpResponse response, string orderId, string eventId, CancellationToken cancellation)
    {
        var (record, outcome) = await CommandWait.ForAsync(orders, orderId, eventId, time, record => record.State.IsFinal, cancellation);
        if (outcome is { Accepted: false, Reason: "cancel_in_progress" })
            (record, outcome) = await CommandWait.ForAsync(orders, orderId, "", time, record => record.State.IsFinal, cancellation);
        var view = record.View(time.GetUtcNow());
        return (record.State.Status, outcome) switch
        {
            (OrderStatus.Cancelled, _) => Json.Ok(view),
            (_, { Accepted: false } refused) => TooLate(record, refused.Reason ?? "finished"),
            _ when record.State.IsFinal => TooLate(record, "finished"),
            _ => Json.Accepted(response, $"/api/orders/{orderId}", view),
        };
    }

    private static Problem TooLate(OrderRecord record, string reason) =>
        Problem.Conflict("urn:orders:cannot-cancel", "The order can no longer be cancelled.", ReasonTexts.For(reason, record.Order.Locale), reason);

    // The body may be left out.
    private static async Task<(string? Reason, Problem? Problem)> ReadReasonAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null))
            return (null, null);
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (document is null)
            return (null, problem);
        using (document)
        {
            var errors = new FieldErrors();
            var body = JsonInput.Of(document, errors);
            var reason = body.OptionalText("reason", 500);
            body.Close();
            return errors.Any ? (null, Problem.Invalid(errors)) : (reason, null);
        }
    }
}
