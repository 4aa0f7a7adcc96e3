using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Orders;

namespace Integration.Tests.Http.Storefront;

/// <summary>A storefront that names its customer gets nothing of another's order, by whichever route it asks.</summary>
public sealed class CustomerDoorTests(Face face) : IClassFixture<Face>
{
    /// <summary>Each operation on one order that the contract promises to storefronts.</summary>
    public static TheoryData<string> OnOneOrder =>
        [
            .. new Contract()
                .All.Where(operation => operation.Path.StartsWith("/api/orders/{orderId}", StringComparison.Ordinal))
                .Select(operation => operation.Id),
        ];

    [Theory]
    [MemberData(nameof(OnOneOrder))]
    public async Task Order_of_another_customer_is_not_there(string function)
    {
        var customer = AzuriteFixture.NewId("c");
        var orderId = await PlaceAsync(customer);

        Assert.Equal((404, false), await CallAsync(function, orderId, "?customerId=somebody-else"));
        Assert.Equal((404, false), await CallAsync(function, orderId, "?customerId="));
        Assert.Equal((404, false), await CallAsync(function, orderId, $"?customerId={customer}&customerId=somebody-else"));
        Assert.Equal((404, false), await CallAsync(function, "no-such-order", $"?customerId={customer}"));
        Assert.Equal((200, true), await CallAsync(function, orderId, $"?CustomerID={customer}"));
        Assert.Equal((200, true), await CallAsync(function, orderId, ""));
    }

    private async Task<string> PlaceAsync(string customer)
    {
        var order = OrderRequests.Example(customer).ToJsonString();
        return (await face.PlaceAsync(order, AzuriteFixture.NewId("k"))).Text("orderId");
    }

    private async Task<(int Status, bool Called)> CallAsync(string function, string orderId, string query)
    {
        var http = face.Request("post", query: query).HttpContext;
        http.Request.RouteValues["orderId"] = orderId;
        var called = false;
        await new CustomerDoor(face.Get<OrderStore>()).Invoke(
            new CalledFunction(function, http),
            _ =>
            {
                called = true;
                return Task.CompletedTask;
            }
        );
        return (http.Response.StatusCode, called);
    }
}
