using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Payments;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/refund-address</c>: where a payment in crypto goes back to.</summary>
public sealed class GiveRefundAddress(GiveRefundAddressCommand give)
{
    [Function(nameof(GiveRefundAddress))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/refund-address")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        var (address, problem) = await JsonRequest.ReadAsync(request, Read, cancellation);
        return address is null ? problem! : Answer.Of(await give.RunAsync(orderId, address, cancellation), _ => TypedResults.NoContent());
    }

    internal static string Read(JsonInput body)
    {
        var address = body.Code("address", 200);
        if (address.Any(c => c is < '!' or > '~'))
            body.Refuse("address", "Should be visible ASCII characters, without spaces.");
        return address;
    }
}
