using Microsoft.AspNetCore.Http;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary>A storefront that names its customer (<c>?customerId=</c>) sees that customer's orders and cases only.</summary>
internal static class CustomerScope
{
    public static bool Sees(this HttpRequest request, Order order) =>
        !request.Query.TryGetValue("customerId", out var customer) || customer == order.CustomerId;

    /// <returns>Null if there is no such case, or it is another customer's.</returns>
    public static async Task<(Order Order, CaseState Filed)?> FindCaseAsync(
        this HttpRequest request,
        OrderStore orders,
        string orderId,
        CaseKind kind,
        string caseId,
        CancellationToken cancellation
    )
    {
        if (await orders.FindCaseAsync(orderId, kind, caseId, cancellation) is not { } filed)
            return null;
        var order = await orders.GetAsync(orderId, cancellation);
        return request.Sees(order) ? (order, filed) : null;
    }
}
