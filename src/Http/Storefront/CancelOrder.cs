using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/cancel</c>: all of an order, or some of its lines.</summary>
public sealed class CancelOrder(OrderStore orders, CancelOrderCommand cancel, TimeProvider time)
{
    [Function(nameof(CancelOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/cancel")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (wish, problem) = await JsonRequest.ReadOptionalAsync(request, body => Read(body, orderId), cancellation);
        if (problem is not null)
            return problem;
        wish ??= new CancelWish(orderId);
        if (wish.Lines is not null)
        {
            var errors = new FieldErrors();
            wish = wish with { IdempotencyKey = IdempotencyKey.ReadOptional(request, errors) };
            if (errors.Any)
                return await orders.FindAsync(orderId, cancellation) is null ? Problem.NotFound("order") : Problem.Invalid(errors);
        }

        var outcome = await cancel.RunAsync(client, wish, cancellation);
        return ChangeAnswer.Of(outcome, request.HttpContext.Response, time.GetUtcNow());
    }

    internal static CancelWish Read(JsonInput body, string orderId) =>
        new(orderId) { Reason = body.OptionalText("reason", 500), Lines = body.Has("lines") ? OrderRequestReader.Lines(body) : null };
}
