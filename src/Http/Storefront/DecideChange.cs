using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Changes;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>What a customer says to the offer of a change, and how the change stands.</summary>
public sealed class DecideChange(OrderStore orders, DecideChangeCommand decide, TimeProvider time)
{
    [Function("GetChange")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/changes/{changeId}")] HttpRequest request,
        string orderId,
        string changeId,
        CancellationToken cancellation
    )
    {
        _ = request;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        return ChangeView.Of(record.Order, record.State, changeId) is { } change ? Json.Ok(change) : Problem.NotFound("change");
    }

    [Function("ConfirmChange")]
    public async Task<IResult> ConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/changes/{changeId}/confirm")] HttpRequest request,
        string orderId,
        string changeId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (confirmation, problem) = await JsonRequest.ReadOptionalAsync(
            request,
            body => ChangeRequestReader.ReadConfirmation(body, orderId, changeId),
            cancellation
        );
        if (problem is not null)
            return problem;
        var outcome = await decide.ConfirmAsync(client, confirmation ?? new ChangeConfirmation(orderId, changeId), cancellation);
        return ChangeAnswer.OfDecision(outcome, request.HttpContext.Response, time.GetUtcNow());
    }

    [Function("DeclineChange")]
    public async Task<IResult> DeclineAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "orders/{orderId}/changes/{changeId}")] HttpRequest request,
        string orderId,
        string changeId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var outcome = await decide.DeclineAsync(client, orderId, changeId, cancellation);
        return ChangeAnswer.OfDecision(outcome, request.HttpContext.Response, time.GetUtcNow());
    }
}
