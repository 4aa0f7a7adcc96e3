using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/returns/{rma}/inspection</c>: what the warehouse found in the parcel; the rest follows by rule.</summary>
public sealed class InspectReturn(InspectReturnCommand inspect, CaseTexts texts)
{
    [Function(nameof(InspectReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/returns/{rma}/inspection")] HttpRequest request,
        string rma,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (found, problem) = await JsonRequest.ReadAsync(
            request,
            body => new ReturnInspection(rma, InspectedLinesReader.Read(body), body.Text("by", 100)),
            cancellation
        );
        if (found is null)
            return problem!;
        var outcome = await inspect.RunAsync(client, found, cancellation);
        return await CaseAnswer.OfAsync(
            outcome,
            request.HttpContext.Response,
            $"/api/ops/returns/{OrderIds.NormaliseRma(rma)}",
            after => ReturnOperations.FileOfAsync(after.Order, after.Case, texts, cancellation)
        );
    }
}
