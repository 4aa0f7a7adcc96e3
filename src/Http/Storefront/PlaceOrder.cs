using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Ordering;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders</c>.</summary>
public sealed class PlaceOrder(PlaceOrderCommand place, TimeProvider time)
{
    [Function(nameof(PlaceOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (problem is not null)
            return problem;

        var errors = new FieldErrors();
        var key = IdempotencyKey.Read(request, errors);
        OrderRequest? asked;
        using (document)
            asked = OrderRequestReader.Read(document!, errors);
        if (asked is null || errors.Any)
            return Problem.Invalid(errors);

        var response = request.HttpContext.Response;
        return Answer.Of(
            await place.RunAsync(client, asked, key, cancellation),
            placed => Json.Accepted(response, $"/api/orders/{placed.Order.OrderId}", placed.View(time.GetUtcNow()))
        );
    }
}
