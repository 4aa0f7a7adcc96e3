using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Orders.Functions.Commands;

namespace Orders.Functions.Http.Operations;

/// <summary>What is held about a customer, and its end.</summary>
public sealed class CustomerOperations(OpsKey key, CustomerErasure customers, ILogger<CustomerOperations> log)
{
    [Function("OpsCustomer")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/customers/{customerId}")] HttpRequest request, string customerId, CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        return await customers.FindAsync(Plain(customerId), cancellation) is { } file ? Json.Ok(file) : Problem.NotFound("customer");
    }

    /// <summary>Erases a customer; while orders of his are open it says so first, and wants to be told again.</summary>
    [Function("OpsCustomerErase")]
    public async Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/customers/{customerId}/erase")] HttpRequest request, string customerId, CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (asked, problem) = await JsonRequest.ReadAsync(
            request, body => new Asked(body.Flag("confirm", otherwise: false), body.Text("by", 100), body.Text("reason", 500)), cancellation);
        if (asked is null)
            return problem!;

        var id = Plain(customerId);
        if (await customers.FindAsync(id, cancellation) is not { } file)
            return Problem.NotFound("customer");
        if (file is { KeySince: not null, Open.Count: > 0 } && !asked.Confirm)
        {
            return Problem.Conflict(
                "urn:orders:customer-has-open-orders",
                "The customer has open orders.",
                "They go on without name and address: what is not shipped yet is cancelled and refunded, and no mail is sent any more. Send confirm: true to erase him nevertheless.",
                "open_orders") with
            { Open = file.Open };
        }

        var erasure = await customers.EraseAsync(id, asked.By, asked.Reason, [.. file.Open.Select(order => order.OrderNumber)], cancellation);
        if (erasure is null)
            return Problem.NotFound("customer");
        log.LogInformation("Customer {CustomerId} was erased, with {OpenOrders} open orders.", id, erasure.OpenOrders.Count);
        return Json.Ok(new { CustomerId = id, erasure.At, erasure.By, erasure.Reason, erasure.OpenOrders });
    }

    // A route keeps a slash of an id as it was sent.
    private static string Plain(string customerId) => customerId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private sealed record Asked(bool Confirm, string By, string Reason);
}
