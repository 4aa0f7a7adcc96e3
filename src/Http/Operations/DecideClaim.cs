using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands.AfterSales;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/claims/{claimId}/decision</c>: a person decides who bears the loss, and what the customer gets.</summary>
public sealed class DecideClaim(DecideClaimCommand decide, CaseTexts texts, TimeProvider time)
{
    private const int LongestReason = 2000;

    /// <summary>Two of them still fit.</summary>
    private const long LargestAmount = long.MaxValue / 4;

    [Function(nameof(DecideClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/claims/{claimId}/decision")] HttpRequest request,
        string claimId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation
    )
    {
        var (given, problem) = await JsonRequest.ReadAsync(request, body => Read(body, claimId), cancellation);
        if (given is null)
            return problem!;
        var outcome = await decide.RunAsync(client, given, cancellation);
        return await CaseAnswer.OfAsync(
            outcome,
            request.HttpContext.Response,
            $"/api/ops/claims/{claimId}",
            after => ShowClaim.FileOfAsync(after.Order, after.Case, texts, time.GetUtcNow(), cancellation)
        );
    }

    private static ClaimVerdictGiven Read(JsonInput body, string claimId)
    {
        var outcome = body.Choice<ClaimOutcome>("decision");
        var (money, goodwill) = (body.OptionalMoney("amount", 1, LargestAmount), body.OptionalMoney("goodwill", 1, LargestAmount));
        var liability = body.Choice<Liability>("liability");
        var given = new ClaimVerdictGiven(
            claimId,
            outcome,
            money,
            liability,
            body.Text("reason", LongestReason),
            body.Text("by", 100),
            goodwill
        );
        if (money is not null && outcome != ClaimOutcome.Refund)
            body.Refuse("amount", "Goes with a refund only.");
        if (goodwill is not null && outcome != ClaimOutcome.Refund)
            body.Refuse("goodwill", "Goes with a refund only.");
        return given;
    }
}
