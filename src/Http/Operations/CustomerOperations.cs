using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands;

namespace Orders.Functions.Http.Operations;

/// <summary>What is held about a customer, and its end.</summary>
public sealed class CustomerOperations(CustomerErasure customers, EraseCustomerCommand erase)
{
    [Function("OpsCustomer")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/customers/{customerId}")] HttpRequest request,
        string customerId,
        CancellationToken cancellation
    )
    {
        _ = request;
        return await customers.FindAsync(Plain(customerId), cancellation) is { } file ? Json.Ok(file) : Problem.NotFound("customer");
    }

    /// <summary>Erases a customer; while orders of theirs are open it says so first, and wants to be told again.</summary>
    [Function("OpsCustomerErase")]
    public async Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/customers/{customerId}/erase")] HttpRequest request,
        string customerId,
        CancellationToken cancellation
    )
    {
        var id = Plain(customerId);
        var (asked, problem) = await JsonRequest.ReadAsync(request, body => Read(body, id), cancellation);
        if (asked is null)
            return problem!;
        return Answer.Of(
            await erase.RunAsync(asked, cancellation),
            erasure =>
                Json.Ok(
                    new
                    {
                        CustomerId = id,
                        erasure.At,
                        erasure.By,
                        erasure.Reason,
                        erasure.OpenOrders,
                    }
                )
        );
    }

    private static ErasureOrder Read(JsonInput body, string customerId)
    {
        var openOrders = body.Flag("confirm") ? OpenOrders.GoOn : OpenOrders.StandInTheWay;
        return new ErasureOrder(customerId, openOrders, body.Text("by", 100), body.Text("reason", 500));
    }

    // A route keeps a slash of an id as it was sent.
    private static string Plain(string customerId) => customerId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
