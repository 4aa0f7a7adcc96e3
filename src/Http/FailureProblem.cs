using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Http;

/// <summary>
/// Why a command changed nothing, in the words of the contract: the one place that names the problems of refused commands.
/// </summary>
internal static class FailureProblem
{
    public static Problem Of(Failure failure) =>
        failure switch
        {
            Missing(var what) => Problem.NotFound(what),
            Unfit(var errors) => Problem.Unprocessable(errors),
            NotReady => Problem.Unavailable,
            Refusal refusal => Of(refusal),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure, "Not a failure."),
        };

    private static Problem Of(Refusal refusal) =>
        refusal.Of switch
        {
            Refused.Cancel => WithText(refusal, "cannot-cancel", "The order can no longer be cancelled.") with
            {
                Reason = CancelReason(refusal.Reasons),
            },
            Refused.CaseTakeUp => WithText(refusal, "case-not-taken", "The order does not take this up any more."),
            Refused.Change => WithText(refusal, "cannot-change", "The order cannot be changed like that."),
            Refused.Claim => WithText(refusal, "cannot-claim", "This cannot be claimed.") with { Case = CaseOf(refusal) },
            Refused.ClaimDecision => Conflict(refusal, "claim-decided", "The claim has been decided already.", VerdictOf(refusal.Case!)),
            Refused.ClaimGrant => Conflict(
                refusal,
                "claim-settled",
                "The goods of this claim are settled by another claim or a return: it can only be declined."
            ),
            Refused.Delivery => Conflict(
                refusal,
                "delivery-id-reused",
                "The delivery was received before with another quantity.",
                "Repeat it unchanged, or give another delivery an id of its own."
            ),
            Refused.Erasure => Conflict(
                refusal,
                "customer-has-open-orders",
                "The customer has open orders.",
                "They go on without name and address: what is not shipped yet is cancelled and refunded, and no mail is sent any "
                    + "more. Send confirm: true to erase them nevertheless."
            ) with
            {
                Open = refusal.Open,
            },
            Refused.HoldDecision => Conflict(refusal, "not-held", "The order is not held."),
            Refused.LateRefundDecision => Conflict(
                refusal,
                "no-such-refund",
                "There is no open refund of that name that can be settled so."
            ),
            Refused.ParcelCommand => WithText(refusal, "parcel", "That cannot be done with this parcel now."),
            Refused.KeyReuse => Conflict(
                refusal,
                "idempotency-key-reused",
                "The Idempotency-Key was used for another request.",
                "Repeat the first request unchanged, or choose a new key."
            ) with
            {
                Reason = null,
            },
            Refused.RefundAddress => WithText(refusal, "no-refund-in-kind", "No refund waits for an address."),
            Refused.RefundDecision => Conflict(refusal, "no-such-refund", "There is no open refund of that name."),
            Refused.Request => WithText(refusal, "cannot-ask", "The request cannot be taken."),
            Refused.RequestReply => Conflict(refusal, "request-answered", "The request has been answered already."),
            Refused.Return => OfReturn(refusal),
            Refused.ReturnInspection => Conflict(
                refusal,
                "return-ended",
                "The return has ended already.",
                $"It is {OrderJson.Name(refusal.Case!.Status)}."
            ),
            Refused.ReturnWaybill => WithText(refusal, "cannot-send", "The waybill cannot be taken."),
            Refused.Review => WithText(refusal, "cannot-review", "There is nothing to decide on this order."),
            Refused.StockDecision => WithText(refusal, "cannot-decide", "The choice cannot be taken."),
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal.Of, "Nothing that can be refused."),
        };

    /// <summary>With the reason in the words of who asked.</summary>
    private static Problem WithText(Refusal refusal, string type, string title) =>
        Conflict(refusal, type, title, ReasonTexts.All(refusal.Reasons, refusal.Locale, refusal.Names));

    private static Problem Conflict(Refusal refusal, string type, string title, string? detail = null) =>
        Problem.Conflict($"urn:orders:{type}", title, detail, refusal.Reasons.All[0]) with
        {
            Reasons = refusal.Reasons.All,
            Names = refusal.Names,
        };

    // That a return is prepared is said in words; the code stays what storefronts know.
    private static string CancelReason(Reasons reasons) =>
        reasons.Only == ReasonCode.HandedOverReturnPrepared ? OrderJson.Name(ReasonCode.HandedOver) : $"{reasons}";

    private static string VerdictOf(CaseState claim) =>
        claim.Claim!.Verdict is { } verdict ? $"By {verdict.By}: {OrderJson.Name(verdict.Outcome)}." : "Its order did not take it up.";

    private static ProblemCase? CaseOf(Refusal refusal) => refusal.Case is { } filed ? new ProblemCase(filed.Kind, filed.CaseId) : null;

    private static Problem OfReturn(Refusal refusal)
    {
        var errors = new FieldErrors();
        foreach (var (line, reason) in refusal.Lines.Where(one => one.Line is not null))
            errors.Add(FormattableString.Invariant($"lines[{line}]"), ReasonTexts.For(reason, "en", refusal.Names));
        var detail = string.Join(' ', refusal.Lines.Select(one => ReasonTexts.For(one.Reason, refusal.Locale, refusal.Names)));
        var problem = Conflict(refusal, "cannot-return", "This cannot be returned.", detail) with
        {
            Reason = OrderJson.Name(refusal.Reasons.All[0].Code),
            Case = CaseOf(refusal),
            Reasons = [.. refusal.Lines.Select(one => one.Reason).Distinct()],
        };
        return errors.Any ? problem with { Errors = errors.ToDictionary() } : problem;
    }
}
