using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/requests/{requestId}/reply</c>: a person answers; the customer gets it by mail.</summary>
public sealed class ReplyToRequest(CaseIndex index, OrderStore orders, CaseTexts texts, CaseHandOver handOver, IdSource ids, OpsKey key, TimeProvider time)
{
    private const int LongestText = 5000;

    [Function(nameof(ReplyToRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/requests/{requestId}/reply")] HttpRequest request,
        string requestId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (reply, problem) = await JsonRequest.ReadAsync(request, body => (Text: body.Prose("text", LongestText), By: body.Text("by", 100)), cancellation);
        if (problem is not null)
            return problem;
        if (await index.FindAsync(CaseKind.Request, requestId, cancellation) is not { } entry || await orders.FindCaseAsync(entry.OrderId, CaseKind.Request, requestId, cancellation) is not { } filed)
            return Problem.NotFound("request");
        if (!filed.IsOpen)
            return Answered();

        var order = await orders.GetAsync(entry.OrderId, cancellation);
        var eventId = ids.EventId("reply");
        if (await handOver.TakeUpAsync(client, entry.OrderId, filed, cancellation) is { } nobody)
            return nobody;
        var answer = new ServiceReply(eventId, await texts.SealAnswerAsync(order.CustomerId, requestId, reply.Text, cancellation), reply.By);
        await client.TellAsync(CaseKinds.InstanceId(entry.OrderId, CaseKind.Request, requestId), OrderEvents.ServiceReply, answer, cancellation);

        var (seen, _) = await CommandWait.ForAsync(orders, entry.OrderId, "", time, now => now.Cases.Any(one => one.CaseId == requestId && !one.IsOpen), cancellation);
        var after = seen.Cases.First(one => one.CaseId == requestId);
        var file = await RequestOperations.FileOfAsync(order, after, texts, cancellation);
        if (after.IsOpen)
            return Json.Accepted(request.HttpContext.Response, $"/api/ops/requests/{requestId}", file);
        return await orders.IsHandledAsync(entry.OrderId, eventId, cancellation) ? Json.Ok(file) : Answered();
    }

    private static Problem Answered() => Problem.Conflict("urn:orders:request-answered", "The request has been answered already.", reason: "request_answered");
}
