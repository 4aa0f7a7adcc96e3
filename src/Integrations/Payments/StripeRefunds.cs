using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Partners;
using Stripe;
using Stripe.Checkout;

namespace Orders.Functions.Integrations.Payments;

/// <summary>Money back by the way it came: of one payment, of which there may be less than is asked for.</summary>
public sealed class StripeRefunds(StripeApi stripe, StripeAttempts attempts, OnceOnly once)
{
    private static readonly SessionGetOptions _charged = new() { Expand = ["payment_intent.latest_charge"] };

    /// <exception cref="PaymentRefusedException">Nothing is there that could go back, or Stripe will not (disputed, too old).</exception>
    public async Task<RefundReceipt> MakeAsync(string key, string orderId, Money amount, CancellationToken cancellation)
    {
        // One that failed has moved no money in the end: what is asked for after it has a key of its own.
        var failed = 0;
        var refund = await once.AskAsync(
            orderId,
            $"stripe/refund:{key}",
            () => ChooseAsync(orderId, amount, cancellation),
            async _ =>
            {
                var made = await ListAsync(key, orderId, cancellation);
                failed = made.Count(HasFailed);
                return made.Find(one => !HasFailed(one));
            },
            (note, part) =>
                stripe.CreateRefundAsync(
                    new RefundCreateOptions
                    {
                        PaymentIntent = part.Payment,
                        Amount = StripeAmounts.Of(part.Amount),
                        Metadata = new() { [StripeNames.Order] = orderId, [StripeNames.Refund] = key },
                    },
                    FormattableString.Invariant($"{note.IdempotencyKey}:{failed}"),
                    cancellation
                ),
            changes: true,
            cancellation
        );
        return HasFailed(refund) ? throw new PaymentRefusedException($"Stripe could not refund: {refund.FailureReason ?? refund.Status}.")
            : StripeAmounts.Read(refund.Amount, refund.Currency) is { } made
                ? new RefundReceipt(refund.Id, refund.Status == "succeeded", made)
            : throw new HttpRequestException($"Stripe's refund {refund.Id} is of no amount.");
    }

    /// <summary>Of the payments of an order, one that covers it whole; else the largest.</summary>
    private async Task<RefundPart> ChooseAsync(string orderId, Money amount, CancellationToken cancellation)
    {
        var parts =
            from session in await attempts.CompletedAsync(orderId, _charged, cancellation)
            let charge = session.PaymentIntent?.LatestCharge
            where charge is { Captured: true }
            let left = StripeAmounts.Read(charge.AmountCaptured - charge.AmountRefunded, charge.Currency)
            where left is { Amount: > 0 } rest && rest.Currency == amount.Currency
            orderby left.Value.Amount >= amount.Amount descending, left.Value.Amount descending
            select new RefundPart(session.PaymentIntentId, left.Value < amount ? left.Value : amount);
        return parts.FirstOrDefault() ?? throw new PaymentRefusedException("Stripe has nothing of this order that could go back.");
    }

    /// <summary>The refunds that were made under a key.</summary>
    private async Task<List<Refund>> ListAsync(string key, string orderId, CancellationToken cancellation)
    {
        List<Refund> made = [];
        foreach (var session in await attempts.CompletedAsync(orderId, options: null, cancellation))
        {
            if (session.PaymentIntentId is { } payment)
                made.AddRange(
                    (await stripe.RefundsOfAsync(payment, cancellation)).Where(refund =>
                        refund.Metadata?.GetValueOrDefault(StripeNames.Refund) == key
                    )
                );
        }

        return made;
    }

    private static bool HasFailed(Refund refund) => refund.Status is "failed" or "canceled";
}

/// <param name="Payment">The id of the PaymentIntent.</param>
public sealed record RefundPart(string Payment, Money Amount);
