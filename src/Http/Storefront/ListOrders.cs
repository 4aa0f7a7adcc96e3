using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>"My orders": one customer's, newest first, 20 a page.</summary>
public sealed class ListOrders(OrderStore orders)
{
    [Function(nameof(ListOrders))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var errors = new FieldErrors();
        if (CustomerIds.TryRead(request.Query["customerId"].ToString(), out var customerId) is { } complaint)
            errors.Add("customerId", complaint);
        OrderStatus? status = null;
        if (request.Query["status"].ToString() is { Length: > 0 } named)
        {
            if (OrderJson.TryParse<OrderStatus>(named, out var known))
                status = known;
            else
                errors.Add("status", $"Should be one of {string.Join(", ", Enum.GetValues<OrderStatus>().Select(OrderJson.Name))}.");
        }

        if (errors.Any)
            return Problem.Invalid(errors);
        try
        {
            var continuation = request.Query["continuation"].ToString();
            return Json.Ok(await orders.OfCustomerAsync(customerId, status, continuation.Length == 0 ? null : continuation, cancellation));
        }
        catch (FormatException)
        {
            return Problem.Invalid("continuation", "Is not one that an earlier page gave.");
        }
    }
}
