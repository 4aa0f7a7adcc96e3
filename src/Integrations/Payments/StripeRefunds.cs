using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Partners;
using Stripe;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// Money back by the way it came. Where the customer paid in several payments, a refund may take something of each: its parts are chosen
/// once, before the first is asked for.
/// </summary>
public sealed class StripeRefunds(StripeApi stripe, StripeAttempts attempts, OnceOnly once)
{
    /// <exception cref="PaymentRefusedException">
    /// There is not as much that could go back, or Stripe will not (disputed, too old).
    /// </exception>
    public async Task<RefundReceipt> MakeAsync(string key, string orderId, Money amount, CancellationToken cancellation)
    {
        var plan = await once.AskAsync<Money, RefundPlan>(
            orderId,
            $"stripe/refund-plan:{key}",
            amount,
            (_, _) => Task.FromResult<RefundPlan?>(null),
            (_, whole) => PlanAsync(orderId, whole, cancellation),
            cancellation: cancellation
        );
        List<Refund> made = [];
        foreach (var part in plan.Parts)
            made.Add(await MakeAsync(key, orderId, part, cancellation));
        return new RefundReceipt(string.Join('+', made.Select(part => part.Id)), made.TrueForAll(part => part.Status == "succeeded"));
    }

    /// <summary>From the payments of an order, the one that covers it whole first; else the largest first.</summary>
    private async Task<RefundPlan> PlanAsync(string orderId, Money amount, CancellationToken cancellation)
    {
        var charged = new Stripe.Checkout.SessionGetOptions { Expand = ["payment_intent.latest_charge"] };
        var charges =
            from session in await attempts.CompletedAsync(orderId, charged, cancellation)
            let charge = session.PaymentIntent?.LatestCharge
            where charge is { Captured: true }
            let left = StripeAmounts.Read(charge.AmountCaptured - charge.AmountRefunded, charge.Currency)
            where left is { Amount: > 0 } rest && rest.Currency == amount.Currency
            orderby left >= amount descending, left descending
            select new RefundPart(session.PaymentIntentId, left.Value);

        List<RefundPart> parts = [];
        var missing = amount;
        foreach (var charge in charges.TakeWhile(_ => missing.Amount > 0))
        {
            var part = charge with { Amount = charge.Amount < missing ? charge.Amount : missing };
            parts.Add(part);
            missing -= part.Amount;
        }

        return missing.Amount == 0
            ? new RefundPlan(parts)
            : throw new PaymentRefusedException($"Stripe has {missing} less of this order than is to go back.");
    }

    private async Task<Refund> MakeAsync(string key, string orderId, RefundPart part, CancellationToken cancellation)
    {
        var refund = await once.AskAsync(
            orderId,
            $"stripe/refund:{key}:{part.Payment}",
            part,
            async (_, _) => (await ListAsync(key, part, cancellation)).Find(made => !HasFailed(made)),
            (note, _) => CreateAsync(key, orderId, part, note.IsNew, cancellation),
            changes: true,
            cancellation
        );
        return HasFailed(refund)
            ? throw new PaymentRefusedException($"Stripe could not refund: {refund.FailureReason ?? refund.Status}.")
            : refund;
    }

    private async Task<List<Refund>> ListAsync(string key, RefundPart part, CancellationToken cancellation) =>
        await stripe
            .RefundsOfAsync(part.Payment, cancellation)
            .Where(refund => refund.Metadata?.GetValueOrDefault(StripeNames.Refund) == key)
            .ToListAsync(cancellation);

    /// <summary>A refund that failed has moved no money in the end: what is asked for after it has a key of its own.</summary>
    private async Task<Refund> CreateAsync(string key, string orderId, RefundPart part, bool isFirst, CancellationToken cancellation)
    {
        var failed = isFirst ? 0 : (await ListAsync(key, part, cancellation)).Count(HasFailed);
        return await stripe.CreateRefundAsync(
            new RefundCreateOptions
            {
                PaymentIntent = part.Payment,
                Amount = StripeAmounts.Of(part.Amount),
                Metadata = new() { [StripeNames.Order] = orderId, [StripeNames.Refund] = key },
            },
            FormattableString.Invariant($"{key}:{part.Payment}:{failed}"),
            cancellation
        );
    }

    private static bool HasFailed(Refund refund) => refund.Status is "failed" or "canceled";
}

public sealed record RefundPlan(IReadOnlyList<RefundPart> Parts);

/// <param name="Payment">The id of the PaymentIntent.</param>
public sealed record RefundPart(string Payment, Money Amount);
