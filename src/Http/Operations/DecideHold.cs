using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Commands.Payments;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/orders/{orderId}/hold</c>: an order that is held for a dispute goes on, or is cancelled.</summary>
public sealed class DecideHold(DecideHoldCommand decide)
{
    [Function(nameof(DecideHold))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/orders/{orderId}/hold")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (verdict, problem) = await JsonRequest.ReadAsync(
            request,
            body => new HoldVerdict(orderId, body.Choice<HoldChoice>("decision"), body.Text("by", 100)),
            cancellation
        );
        if (verdict is null)
            return problem!;
        return Answer.Of(
            await decide.RunAsync(client, verdict, cancellation),
            after => Json.Ok(View(after.Order)),
            after => Json.Accepted(request.HttpContext.Response, $"/api/ops/orders/{orderId}", View(after.Order))
        );
    }

    private static OrderView View(OrderRecord record) => OrderViews.Of(record.Order, record.State, record.Parcels, record.Ledger);
}
