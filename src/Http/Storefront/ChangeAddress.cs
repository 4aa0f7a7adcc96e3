using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>PATCH /api/orders/{orderId}</c>: another address or phone. The address is stored beside the order's own; the orchestration is told of its country only.</summary>
public sealed class ChangeAddress(OrderStore orders, ContactStore contacts, ChangeDesk desk, OptimisticRetry retry)
{
    [Function(nameof(ChangeAddress))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "patch", Route = "orders/{orderId}")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (moved, problem) = await JsonRequest.ReadAsync(request, ChangeRequestReader.ReadAddress, cancellation);
        if (problem is not null)
            return problem;
        return await orders.FindAsync(orderId, cancellation) is { } record
            ? await MoveAsync(request.HttpContext.Response, record, moved.ShipTo, moved.AcceptDuties, client, cancellation)
            : Problem.NotFound("order");
    }

    private async Task<IResult> MoveAsync(HttpResponse response, OrderRecord record, Address shipTo, bool acceptDuties, DurableTaskClient client, CancellationToken cancellation)
    {
        var (customerId, orderId) = (record.Order.CustomerId, record.Order.OrderId);
        var change = new OrderChange([new(ChangeKind.ShipTo, Country: shipTo.Country)]);
        if (await contacts.FindAsync(customerId, orderId, cancellation) is not { } contact)
            return ChangeDesk.Refused(record, "contact_erased");
        var moved = contact with { ShipTo = shipTo };
        if (await desk.AgainstAsync(record, change, moved, cancellation) is { } against)
            return against;

        var changeId = desk.NewId();
        if (!await contacts.KeepPendingAsync(customerId, orderId, changeId, moved, cancellation))
            return ChangeDesk.Refused(record, "contact_erased");
        var answer = await desk.AskAsync(response, record, new ChangeRequest($"change:{changeId}", changeId, change, ChangeConsent.GivenIfFree, "customer", acceptDuties), client, cancellation);

        // An order that has ended meanwhile forgets nothing any more.
        if (answer is Problem)
            await retry.RunAsync("the contact", _ => contacts.EndPendingAsync(customerId, orderId, changeId, inForce: false, cancellation), cancellation);
        return answer;
    }
}
