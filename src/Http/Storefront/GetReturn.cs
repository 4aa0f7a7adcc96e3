using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Orders;
using Orders.Functions.Storage;

namespace Orders.Functions.Http.Storefront;

/// <summary>A return as it stands.</summary>
public sealed class GetReturn(OrderStore orders, CaseTexts texts)
{
    [Function(nameof(GetReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/returns/{rma}")] HttpRequest request,
        string orderId,
        string rma,
        CancellationToken cancellation)
    {
        if (OrderIds.NormaliseRma(rma) is not { } known || await orders.FindCaseAsync(orderId, CaseKind.Return, known, cancellation) is not { } filed)
            return Problem.NotFound("return");

        // A storefront that names its customer sees that customer's returns only.
        var order = await orders.GetAsync(orderId, cancellation);
        return request.Query.TryGetValue("customerId", out var customer) && customer != order.CustomerId
            ? Problem.NotFound("return")
            : Json.Ok(ReturnView.Of(filed, order.Locale, await texts.TextAsync(order.CustomerId, filed, cancellation)));
    }
}
