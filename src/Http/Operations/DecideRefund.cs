using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.Payments;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// <c>POST /api/ops/orders/{orderId}/refunds</c>: a refund that the payment provider could not make was paid by hand (<c>reference</c> is
/// the id of the
/// transfer), or is to be tried again.
/// </summary>
public sealed class DecideRefund(DecideRefundCommand decide)
{
    [Function(nameof(DecideRefund))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{orderId}/refunds")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (verdict, problem) = await JsonRequest.ReadAsync(request, body => Read(body, orderId), cancellation);
        if (verdict is null)
            return problem!;
        return Answer.Of(
            await decide.RunAsync(client, verdict, cancellation),
            refunds => Json.Ok(new { Refunds = refunds }),
            refunds => Json.Accepted(request.HttpContext.Response, $"/api/orders/{orderId}", new { Refunds = refunds })
        );
    }

    private static RefundVerdict Read(JsonInput body, string orderId)
    {
        var retry = body.Choice<RefundChoice>("decision") == RefundChoice.Retry;
        var reference = retry ? body.OptionalCode("reference", 100) : body.Code("reference", 100);
        return new RefundVerdict(orderId, body.Code("key", 200), retry ? null : reference, body.Text("by", 100));
    }

    private enum RefundChoice
    {
        Paid,
        Retry,
    }
}
