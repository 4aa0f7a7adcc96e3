using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>A person decides who bears the loss, and what the customer gets.</summary>
public sealed class DecideClaimCommand(CaseDesk desk, CaseTexts texts, IdSource ids)
{
    public async Task<Outcome<CaseAfter>> RunAsync(DurableTaskClient client, ClaimVerdictGiven given, CancellationToken cancellation)
    {
        if (await desk.FindWithOrderAsync(CaseKind.Claim, given.ClaimId, cancellation) is not var (record, claim))
            return new Missing("claim");
        if (!claim.IsOpen)
            return Decided(claim);

        List<CaseState> others = [.. record.Cases.Where(other => other.CaseId != given.ClaimId)];
        if (given.Outcome != ClaimOutcome.Declined && CaseUnits.IsSettled(record.Order, record.State, others, claim))
            return new Refusal(Refused.ClaimGrant, ReasonCode.ClaimSettled);
        var errors = new FieldErrors();
        if (given.Outcome == ClaimOutcome.Refund)
            ClaimVerdictRules.CheckRefund(
                (given.Amount, given.Goodwill),
                record.Order,
                record.State,
                record.Parcels,
                others,
                claim,
                errors
            );
        if (errors.Any)
            return new Unfit(errors);

        var (orderId, eventId) = (record.Order.OrderId, ids.EventId("claim-decision"));
        if (await desk.TakeUpAsync(client, orderId, claim, cancellation) is { } nobody)
            return nobody;
        var sealedReason = await texts.SealAnswerAsync(record.Order.CustomerId, given.ClaimId, given.Reason, cancellation);
        var decision = new ClaimDecision(eventId, given.Outcome, given.Amount, given.Liability, sealedReason, given.By, given.Goodwill);
        return await desk.DecideAsync(client, orderId, claim, (OrderEvents.ClaimDecision, eventId, decision), Decided, cancellation);
    }

    private static Refusal Decided(CaseState claim) => new(Refused.ClaimDecision, ReasonCode.ClaimDecided) { Case = claim };
}

/// <param name="Amount">What is refunded for the goods; null with a replacement or a decline, the lines' value if null with a refund.</param>
/// <param name="Reason">For the customer.</param>
/// <param name="Goodwill">With a refund: what is given beyond what the goods cost.</param>
public sealed record ClaimVerdictGiven(
    string ClaimId,
    ClaimOutcome Outcome,
    Money? Amount,
    Liability Liability,
    string Reason,
    string By,
    Money? Goodwill = null
);
