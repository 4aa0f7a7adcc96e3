using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/requests/{requestId}/reply</c>: a person answers; the customer gets it by mail.</summary>
public sealed class ReplyToRequest(ReplyToRequestCommand reply, CaseTexts texts)
{
    private const int LongestText = 5000;

    [Function(nameof(ReplyToRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/requests/{requestId}/reply")] HttpRequest request,
        string requestId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (said, problem) = await JsonRequest.ReadAsync(
            request,
            body => new RequestReply(requestId, body.Prose("text", LongestText), body.Text("by", 100)),
            cancellation
        );
        if (said is null)
            return problem!;
        var outcome = await reply.RunAsync(client, said, cancellation);
        return await CaseAnswer.OfAsync(
            outcome,
            request.HttpContext.Response,
            $"/api/ops/requests/{requestId}",
            after => RequestOperations.FileOfAsync(after.Order.Order, after.Case, texts, cancellation)
        );
    }
}
