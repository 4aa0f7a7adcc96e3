using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>Who ordered, and where it goes. Whoever looks says who they are, and that is kept with the customer.</summary>
public sealed class ShowContact(OrderStore orders, ContactStore contacts)
{
    private const int LongestName = 100;

    [Function("OpsContact")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/orders/{number}/contact")] HttpRequest request,
        string number,
        CancellationToken cancellation
    )
    {
        if (await orders.FindByNumberAsync(number, cancellation) is not { Order: var order })
            return Problem.NotFound("order");
        if (
            TextInput.TryRead(request.Query["by"].ToString(), TextKind.Line, out var by) is not null
            || TextInput.Length(by) is 0 or > LongestName
        )
            return Problem.Invalid("by", $"Should be who looks: 1 to {LongestName} characters, no control characters.");
        if (await contacts.LookAsync(order.CustomerId, order.OrderId, by, cancellation) is not { } contact)
            return Problem.Conflict("urn:orders:contact", "The customer was erased.", reason: ReasonCode.ContactErased);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Json.Ok(
            new
            {
                order.OrderId,
                contact.Name,
                contact.Email,
                contact.Phone,
                contact.Verified,
                contact.ShipTo,
            }
        );
    }
}
