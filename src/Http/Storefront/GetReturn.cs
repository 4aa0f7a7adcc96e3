using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>A return as it stands.</summary>
public sealed class GetReturn(OrderStore orders, CaseTexts texts)
{
    [Function(nameof(GetReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "orders/{orderId}/returns/{rma}")] HttpRequest request,
        string orderId,
        string rma,
        CancellationToken cancellation
    )
    {
        _ = request;
        return
            OrderIds.NormaliseRma(rma) is { } known
            && await orders.FindCaseWithOrderAsync(orderId, CaseKind.Return, known, cancellation) is var (order, filed)
            ? Json.Ok(
                ReturnView.Of(filed, order.State, order.Order.Locale, await texts.TextAsync(order.Order.CustomerId, filed, cancellation))
            )
            : Problem.NotFound("return");
    }
}
