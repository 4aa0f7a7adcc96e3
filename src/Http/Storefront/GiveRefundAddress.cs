using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Payments;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/refund-address</c>: where a payment in crypto goes back to.</summary>
public sealed class GiveRefundAddress(GiveRefundAddressCommand give)
{
    /// <summary>The shortest in use, Ripple's, have 25.</summary>
    private const int Shortest = 20;

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
        if (!address.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '-' or '_'))
            body.Refuse("address", "Should be an address of a wallet: letters of ASCII, digits, and : . - _ only.");
        else if (address.Length is > 0 and < Shortest)
            body.Refuse("address", $"Is shorter than {Shortest} characters: no address of a wallet is.");
        return address;
    }
}
