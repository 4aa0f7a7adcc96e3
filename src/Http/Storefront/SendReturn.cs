using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.Views;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/returns/{rma}/waybill</c>: the customer says by which waybill the goods come.</summary>
public sealed class SendReturn(SendReturnCommand send)
{
    [Function(nameof(SendReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/returns/{rma}/waybill")] HttpRequest request,
        string orderId,
        string rma,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (said, problem) = await JsonRequest.ReadAsync(request, body => ReturnReader.ReadParcel(body, orderId, rma), cancellation);
        if (said is null)
            return problem!;
        var outcome = await send.RunAsync(client, said, cancellation);
        return Answer.Of(outcome, after => Json.Ok(ReturnView.Of(after.Case, after.Order.State, after.Order.Order.Locale)));
    }
}
