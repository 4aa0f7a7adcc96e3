using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Sandbox;

namespace Orders.Functions.Http.Sandbox;

/// <summary>The payment provider's side of the sandbox, towards the shop: requests, refunds, cancellations.</summary>
public sealed class SandboxPaymentCompany(SandboxBooks books, Autopilot autopilot, SandboxSettings settings, TimeProvider clock)
{
    [Function("SandboxPaymentRequest")]
    public async Task<IResult> RequestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/payments")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var (asked, refusal) = await SandboxRequest.ReadSignedAsync<SandboxPaymentRequest>(
            request,
            settings,
            clock.GetUtcNow(),
            cancellation
        );
        if (asked is null)
            return refusal!;
        if (string.IsNullOrEmpty(asked.OrderId))
            return Problem.Invalid("orderId", "Is missing.");
        if (asked.Due is not { Amount: > 0, Currency: { } currency } || !Currencies.IsKnown(currency))
            return Problem.Invalid("due", "Should be more than nothing, in a currency.");

        if (asked.Reference is null)
            return Problem.Invalid("reference", "Must not be null.");

        // A reference asks once: a repeated request gets the same page, another amount is refused. A new reference takes the place of the
        // one before.
        var account = await books.ChangeAsync(asked.OrderId, before => Ask(before, asked), cancellation);
        if (account.Request!.Reference == asked.Reference && account.Request.Due != asked.Due)
            return Problem.Conflict("urn:sandbox:request", "The order has a payment request for another amount.");
        if (
            account.Request.Reference == asked.Reference
            && !account.Cancelled
            && (account.Captures.Count == 0 || asked.Reference.Length > 0)
        )
            await autopilot.PaymentRequestedAsync(asked.OrderId, asked.Due, asked.Reference, cancellation);
        return Json.Ok(
            new PaymentRequest(new Uri(settings.AppUrl, $"api/sandbox/payments/{Uri.EscapeDataString(asked.OrderId)}/checkout").AbsoluteUri)
        );
    }

    [Function("SandboxPaymentRefund")]
    public async Task<IResult> RefundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/payments/{orderId}/refunds")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        var (asked, refusal) = await SandboxRequest.ReadSignedAsync<SandboxRefundRequest>(
            request,
            settings,
            clock.GetUtcNow(),
            cancellation
        );
        if (asked is null)
            return refusal!;
        if (asked.OrderId != orderId)
            return Problem.Invalid("orderId", "Must be the order of the address.");
        if (request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 and <= 200 } key)
            return Problem.Invalid("Idempotency-Key", "Must be 1 to 200 characters.");
        if (asked.Amount is not { Amount: > 0, Currency: { } currency } || !Currencies.IsKnown(currency))
            return Problem.Invalid("amount", "Should be more than nothing, in a currency.");

        var reference = "re_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{orderId}\n{key}")))[..24];
        var account = await books.ChangeAsync(
            orderId,
            before => Refund(before, new(key, reference, asked.Amount, clock.GetUtcNow())),
            cancellation
        );
        var refund = account.Refunds.SingleOrDefault(made => made.Key == key);
        if (refund is null)
            return Problem.Conflict(
                "urn:sandbox:refund",
                "The refund is more than what was captured and not yet refunded, or in another currency."
            ) with
            {
                Reason = "refund_too_large",
            };
        return refund.Amount == asked.Amount
            ? Json.Ok(new RefundReceipt(refund.Reference, Settled: !settings.RefundsSettleLater))
            : Problem.Conflict("urn:sandbox:key-reused", "The idempotency key was used for another refund.");
    }

    [Function("SandboxPaymentCancel")]
    public async Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "sandbox/payments/{orderId}/cancel")] HttpRequest request,
        string orderId,
        CancellationToken cancellation
    )
    {
        var (asked, refusal) = await SandboxRequest.ReadSignedAsync<SandboxCancelRequest>(
            request,
            settings,
            clock.GetUtcNow(),
            cancellation
        );
        if (asked is null)
            return refusal!;
        if (asked.OrderId != orderId)
            return Problem.Invalid("orderId", "Must be the order of the address.");
        await books.ChangeAsync(
            orderId,
            before => before.Request is null || before.Cancelled ? before : before with { Cancelled = true },
            cancellation
        );
        return Json.Ok(new { Cancelled = true });
    }

    private static SandboxAccount Ask(SandboxAccount account, SandboxPaymentRequest asked)
    {
        if (account.Request is null)
            return account with { Request = asked };
        return account.Request.Reference == asked.Reference || account.Earlier.Contains(asked.Reference, StringComparer.Ordinal)
            ? account
            : account with
            {
                Request = asked,
                Cancelled = false,
                Earlier = [.. account.Earlier, account.Request.Reference],
            };
    }

    // The same books: nothing to write, because the key is known or the refund is refused. Money that was paid past the company cannot be
    // checked.
    private static SandboxAccount Refund(SandboxAccount account, SandboxRefund refund)
    {
        if (account.Refunds.Any(made => made.Key == refund.Key))
            return account;
        if (account.Captures.Count > 0)
        {
            var currency = refund.Amount.Currency;
            var captured = account.Captures.Where(made => made.Amount.Currency == currency).Sum(made => made.Amount.Amount);
            var refunded = account.Refunds.Where(made => made.Amount.Currency == currency).Sum(made => made.Amount.Amount);
            if (refund.Amount.Amount > captured - refunded)
                return account;
        }

        return account with
        {
            Refunds = [.. account.Refunds, refund],
        };
    }
}
