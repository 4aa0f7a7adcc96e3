using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>What a customer says to the offer of a change, and how the change stands.</summary>
public sealed class DecideChange(OrderStore orders, ChangeDesk desk, IdSource ids)
{
    [Function("GetChange")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/changes/{changeId}")] HttpRequest request, string orderId, string changeId, CancellationToken cancellation)
    {
        if (await orders.FindAsync(orderId, cancellation) is not { } record || !request.Sees(record.Order))
            return Problem.NotFound("order");
        return ChangeView.Of(record.Order, record.State, changeId) is { } change ? Json.Ok(change) : Problem.NotFound("change");
    }

    [Function("ConfirmChange")]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/changes/{changeId}/confirm")] HttpRequest request,
        string orderId,
        string changeId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (acceptDuties, problem) = await JsonRequest.ReadOptionalAsync(request, body => body.Flag("acceptDuties", otherwise: false), cancellation);
        if (problem is not null)
            return problem;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        if (record.State.Offer is { AsksDuties: true } offer && offer.ChangeId == changeId && !acceptDuties)
        {
            var errors = new FieldErrors();
            errors.Add("acceptDuties", "The change brings other import duties and taxes: the customer has to accept them.");
            return Problem.Unprocessable(errors);
        }

        return await DecideAsync(request.HttpContext.Response, record, new ChangeConfirmed(ids.EventId("confirm"), changeId, Accepted: true, acceptDuties), client, cancellation);
    }

    [Function("DeclineChange")]
    public async Task<IResult> DeclineAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "orders/{orderId}/changes/{changeId}")] HttpRequest request,
        string orderId,
        string changeId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => await orders.FindAsync(orderId, cancellation) is { } record
            ? await DecideAsync(request.HttpContext.Response, record, new ChangeConfirmed(ids.EventId("decline"), changeId, Accepted: false), client, cancellation)
            : Problem.NotFound("order");

    private async Task<IResult> DecideAsync(HttpResponse response, OrderRecord record, ChangeConfirmed decision, DurableTaskClient client, CancellationToken cancellation)
    {
        if (!record.State.Changes.ContainsKey(decision.ChangeId))
            return Problem.NotFound("change");

        // Nobody listens any more.
        return record.State.IsFinal
            ? ChangeDesk.Refused(record, ChangeRules.AgainstDecision(record.State.Changes, decision.ChangeId))
            : await desk.DecideAsync(response, record.Order.OrderId, decision, client, cancellation);
    }
}
