using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Http.Storefront;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary><c>POST /api/ops/claims/{claimId}/decision</c>: a person decides who bears the loss, and what the customer gets.</summary>
public sealed class DecideClaim(CaseIndex index, OrderStore orders, CaseTexts texts, CaseHandOver handOver, IdSource ids, OpsKey key, TimeProvider time)
{
    [Function(nameof(DecideClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/claims/{claimId}/decision")] HttpRequest request,
        string claimId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (key.Refuse(request) is { } refusal)
            return refusal;
        var (decision, problem) = await JsonRequest.ReadAsync(request, Decision.Read, cancellation);
        if (decision is null)
            return problem!;
        if (await index.FindAsync(CaseKind.Claim, claimId, cancellation) is not { } entry || await FindAsync(entry, cancellation) is not var (record, claim))
            return Problem.NotFound("claim");
        if (!claim.IsOpen)
            return Decided(claim);
        if (decision.Outcome != ClaimOutcome.Declined && claim.Lines.Any(line => ClaimRules.IsSettled(record.Order, record.State, record.Cases.Where(other => other.CaseId != claimId), line)))
            return Problem.Conflict("urn:orders:claim-settled", "The goods of this claim are settled by another claim or a return: it can only be declined.", reason: "claim_settled");
        var errors = new FieldErrors();
        decision.Check(record, claim, errors);
        if (errors.Any)
            return Problem.Unprocessable(errors);

        var eventId = ids.EventId("claim-decision");
        if (await handOver.TakeUpAsync(client, entry.OrderId, claim, cancellation) is { } nobody)
            return nobody;
        var sealedReason = await texts.SealAnswerAsync(record.Order.CustomerId, claimId, decision.Reason, cancellation);
        var raised = new ClaimDecision(eventId, decision.Outcome, decision.Amount, decision.Liability, sealedReason, decision.By);
        await client.TellAsync(CaseKinds.InstanceId(entry.OrderId, CaseKind.Claim, claimId), OrderEvents.ClaimDecision, raised, cancellation);

        await CommandWait.ForAsync(orders, entry.OrderId, eventId, time, now => now.Cases.Any(filed => filed.CaseId == claimId && !filed.IsOpen), cancellation);
        var (after, answered) = await FindAsync(entry, cancellation) ?? throw new InvalidOperationException("A stored claim is gone.");
        var file = await ShowClaim.FileOfAsync(after, answered, texts, time.GetUtcNow(), cancellation);
        if (answered.IsOpen)
            return Json.Accepted(request.HttpContext.Response, $"/api/ops/claims/{claimId}", file);
        return await orders.IsHandledAsync(entry.OrderId, eventId, cancellation) ? Json.Ok(file) : Decided(answered);
    }

    private async Task<(OrderRecord Record, CaseState Claim)?> FindAsync(CaseEntry entry, CancellationToken cancellation) =>
        await orders.FindAsync(entry.OrderId, cancellation) is { } record && record.Cases.FirstOrDefault(filed => filed.Kind == CaseKind.Claim && filed.CaseId == entry.CaseId) is { } claim ? (record, claim) : null;

    private static Problem Decided(CaseState claim) => Problem.Conflict(
        "urn:orders:claim-decided",
        "The claim has been decided already.",
        claim.Claim!.Verdict is { } verdict ? $"By {verdict.By}: {OrderJson.Name(verdict.Outcome)}." : "Its order did not take it up.",
        "claim_decided");

    private sealed record Decision(ClaimOutcome Outcome, Money? Amount, Liability Liability, string Reason, string By)
    {
        private const int LongestReason = 2000;

        public static Decision Read(JsonInput body)
        {
            var outcome = body.Choice<ClaimOutcome>("decision");
            var amount = body.Object("amount", required: false);
            var money = amount is null ? default(Money?) : new Money(amount.Whole("amount", 1, long.MaxValue / 2), amount.Text("currency", 3));
            amount?.Close();
            var decision = new Decision(outcome, money, body.Choice<Liability>("liability"), body.Text("reason", LongestReason), body.Text("by", 100));
            if (money is not null && outcome != ClaimOutcome.Refund)
                body.Refuse("amount", "Goes with a refund only.");
            return decision;
        }

        /// <summary>What is paid back is with us; and lost goods that were never delivered are not paid back by halves.</summary>
        public void Check(OrderRecord record, CaseState claim, FieldErrors errors)
        {
            if (Outcome != ClaimOutcome.Refund)
                return;
            var held = record.State.Captured - record.State.Refunded;
            var refund = Amount ?? claim.Claim!.Value;
            if (refund.Currency != held.Currency)
                errors.Add("amount.currency", $"The order is in {held.Currency}.");
            else if (refund > held)
                errors.Add("amount.amount", $"Only {held} of what was paid is still with us.");
            else if (claim.Claim!.Kind == ClaimKind.Lost && refund < claim.Claim.Value)
                errors.Add("amount.amount", $"Lost goods are paid back in full: {claim.Claim.Value}.");
            else if (claim.Claim.Kind == ClaimKind.Lost && refund > claim.Claim.Value + record.State.Kept)
                errors.Add("amount.amount", $"Not more than {claim.Claim.Value + record.State.Kept}, since the rest of the order has not arrived yet.");
        }
    }
}
