using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/changes</c>: other lines, quantities or another class, as an offer.</summary>
public sealed class RequestChange(OrderStore orders, ChangeDesk desk)
{
    [Function(nameof(RequestChange))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/changes")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (wish, problem) = await JsonRequest.ReadAsync(request, ChangeRequestReader.Read, cancellation);
        if (wish is null)
            return problem!;
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");

        var change = wish.For(record.Order);
        if (await desk.AgainstAsync(record, change, to: null, cancellation) is { } against)
            return against;
        var changeId = desk.NewId();
        var asked = new ChangeRequest($"change:{changeId}", changeId, change, ChangeConsent.Asked, "customer", wish.AcceptDuties);
        return await desk.AskAsync(request.HttpContext.Response, record, asked, client, cancellation);
    }
}
