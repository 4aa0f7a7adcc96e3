using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/cancel</c>: asks the order's orchestration, and waits a little for its answer. Some of the lines alone are given up by a change.</summary>
public sealed class CancelOrder(OrderStore orders, ContactStore contacts, ChangeDesk changes, IdSource ids, TimeProvider time)
{
    [Function(nameof(CancelOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/cancel")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (asked, problem) = await JsonRequest.ReadOptionalAsync(
            request, body => (Reason: body.OptionalText("reason", 500), Lines: body.Has("lines") ? OrderRequestReader.Lines(body) : null), cancellation);
        if (problem is not null)
            return problem;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (asked.Lines is { } lines && await GiveUpAsync(request, record, lines, client, cancellation) is { } answer)
            return answer;

        var eventId = ids.EventId("cancel");
        var raised = false;
        switch (CommandRules.AgainstCancel(record.State, record.Parcels))
        {
            case null:
            case { } late when CommandRules.MayStillStop(late):
                await OrderStarter.TellAsync(client, record, OrderEvents.CancelRequest, new CancelRequest(eventId, Actor.Customer, asked.Lines is null ? null : [.. asked.Lines.Select(line => new ParcelLine(line.Sku, line.Quantity))]), time, cancellation);
                raised = true;
                break;
            case "cancel_in_progress":
            case "finished" when record.State.Status == OrderStatus.Cancelled:
                break;
            case var against:
                return TooLate(record, against);
        }

        var decided = await WaitAsync(request.HttpContext.Response, orderId, eventId, cancellation);

        // What is refused leaves nothing behind: what the customer wrote counts once the order has not said no.
        if (raised && asked.Reason is { } reason && decided is not Problem)
            await contacts.KeepCancelReasonAsync(record.Order.CustomerId, orderId, reason, cancellation);
        return decided;
    }

    /// <summary>Gives some of the lines up; known by the caller's Idempotency-Key if there is one, so that the same call again gives up nothing more.</summary>
    /// <returns>Null if nothing would be left of the order.</returns>
    private async Task<IResult?> GiveUpAsync(HttpRequest request, OrderRecord record, IReadOnlyList<RequestLine> lines, DurableTaskClient client, CancellationToken cancellation)
    {
        var errors = new FieldErrors();
        var key = IdempotencyKey.ReadOptional(request, errors);
        if (errors.Any)
            return Problem.Invalid(errors);
        var changeId = key is null ? changes.NewId() : ChangeDesk.IdOf(record.Order, key);
        if (record.State.Changes.GetValueOrDefault(changeId) is { } earlier)
            return earlier.Status == ChangeStatus.Refused ? ChangeDesk.Refused(record, earlier.Reason ?? "finished") : Json.Ok(record.View(time.GetUtcNow()));

        var change = ChangeRules.Without(record.Order, lines, errors);
        if (errors.Any)
            return Problem.Unprocessable(errors);
        if (change is null)
            return null;
        if (await changes.AgainstAsync(record, change, to: null, cancellation) is { } against)
            return against;
        return await changes.AskAsync(request.HttpContext.Response, record, new ChangeRequest($"change:{changeId}", changeId, change, ChangeConsent.Given, "customer"), client, cancellation);
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
            (_, { Accepted: true, Reason: "recalled" }) => Json.Ok(view),
            (_, { Accepted: false } refused) => TooLate(record, refused.Reason ?? "finished"),
            _ when record.State.IsFinal => TooLate(record, "finished"),
            _ => Json.Accepted(response, $"/api/orders/{orderId}", view),
        };
    }

    private static Problem TooLate(OrderRecord record, string reason) => Problem.Conflict(
        "urn:orders:cannot-cancel",
        "The order can no longer be cancelled.",
        ReasonTexts.For(reason, record.Order.Locale),

        // That a return is prepared is said in words; the code stays what storefronts know.
        reason == "handed_over_return_prepared" ? "handed_over" : reason);
}
