using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// Money back: of one invoice, of which there may be less than is asked for. BTCPay knows no way back to the customer: it lays the money
/// ready (a pull payment), and the customer says on its page which address it should go to.
/// </summary>
public sealed class BtcPayRefunds(BtcPayApi btcPay, BtcPayInvoices invoices, OnceOnly once, IPartnerLog log)
{
    private const string Prefix = "btcpay/refund:";

    /// <exception cref="PaymentRefusedException">Nothing is there that could go back, or BTCPay will not.</exception>
    public async Task<RefundReceipt> MakeAsync(string key, string orderId, Money amount, CancellationToken cancellation)
    {
        // One that failed has moved no money in the end: what is asked for after it has a name of its own.
        for (var attempt = 1; ; attempt++)
        {
            var name = BtcPayNames.OfRefund(key, attempt);
            var noteKey = $"{Prefix}{name}";
            var made = await once.AskAsync(
                orderId,
                noteKey,
                () => ChooseAsync(orderId, noteKey, amount, cancellation),
                async note =>
                    (await btcPay.OpenPullPaymentsAsync(cancellation)).FirstOrDefault(one => one.Name == name) is { } found
                        ? new RefundMade(found.Id, OnceOnly.AskedIn<InvoiceShare>(note).Amount)
                        : null,
                (_, share) => CreateAsync(name, share, cancellation),
                cancellation: cancellation
            );
            var refund = await btcPay.GetPullPaymentAsync(made.Id, cancellation);
            var standing = await StandingAsync(refund, cancellation);
            if (standing != PullPaymentStanding.Failed)
                return new RefundReceipt(refund.Id, standing == PullPaymentStanding.Paid, made.Amount, refund.ViewLink);
        }
    }

    /// <summary>
    /// What became of a pull payment. A payout that is cancelled is not its end: the customer may give another address, until it is
    /// archived.
    /// </summary>
    public async Task<PullPaymentStanding> StandingAsync(BtcPayPullPayment refund, CancellationToken cancellation)
    {
        var payouts = await btcPay.PayoutsOfAsync(refund.Id, cancellation);
        return payouts.Where(payout => payout.State == "Completed").Sum(payout => payout.OriginalAmount) >= refund.Amount
                ? PullPaymentStanding.Paid
            : refund.Archived && payouts.All(payout => payout.State == "Cancelled") ? PullPaymentStanding.Failed
            : PullPaymentStanding.Open;
    }

    /// <summary>Of the invoices of an order, one that covers it whole; else the one with the most.</summary>
    private async Task<InvoiceShare> ChooseAsync(string orderId, string own, Money amount, CancellationToken cancellation)
    {
        var shares = await GivenAsync(orderId, own, cancellation);
        var left = (
            from one in await invoices.ReceivedAsync(orderId, cancellation)
            where one.Invoice.Currency == amount.Currency
            let given = shares
                .Where(share => share.Invoice == one.Invoice.Id)
                .Aggregate(Money.Zero(amount.Currency), (sum, share) => sum + share.Amount)
            let most = one.Coins.Where(coin => coin.IsSettled).Sum(amount.Currency) - given
            where most.Amount > 0
            orderby most >= amount descending, most.Amount descending
            select (one.Invoice, Most: most)
        ).ToList();
        if (left.Count == 0)
            throw new PaymentRefusedException("BTCPay has nothing of this order that could go back.");

        // It refunds nothing of one that still takes coins, or of which some are on their way.
        var chosen = left.FirstOrDefault(one => one.Invoice.HasEnded);
        return chosen.Invoice is { } invoice
            ? new(invoice.Id, chosen.Most < amount ? chosen.Most : amount)
            : throw new HttpRequestException("The invoice of what should go back is not settled yet.");
    }

    /// <summary>What was asked back before under other keys, and did not come to nothing.</summary>
    private async Task<IReadOnlyList<InvoiceShare>> GivenAsync(string orderId, string own, CancellationToken cancellation)
    {
        List<InvoiceShare> given = [];
        foreach (var note in (await log.ListAsync(orderId, Prefix, cancellation)).Where(note => note.Key != own))
        {
            if (
                OnceOnly.AnswerIn<RefundMade>(note) is not { } made
                || await StandingAsync(await btcPay.GetPullPaymentAsync(made.Id, cancellation), cancellation) != PullPaymentStanding.Failed
            )
                given.Add(OnceOnly.AskedIn<InvoiceShare>(note));
        }

        return given;
    }

    private async Task<RefundMade> CreateAsync(string name, InvoiceShare share, CancellationToken cancellation)
    {
        // What came late for an expired invoice is refunded once the invoice is marked (btcpayserver: InvoiceState.CanRefund).
        if (await btcPay.GetInvoiceAsync(share.Invoice, cancellation) is { Status: "Expired", AdditionalStatus: "None" or null } late)
            await btcPay.EndInvoiceAsync(late.Id, cancellation);
        var refund = new BtcPayNewRefund(
            name,
            $"Invoice {share.Invoice}",
            "Custom",
            BtcPayApi.Text(BtcPayAmounts.Of(share.Amount)),
            share.Amount.Currency
        );
        var made = await btcPay.RefundAsync(share.Invoice, refund, cancellation);
        return new(made.Id, share.Amount);
    }
}

/// <summary>A part of what came for an invoice.</summary>
public sealed record InvoiceShare(string Invoice, Money Amount);

/// <param name="Id">Of the pull payment.</param>
public sealed record RefundMade(string Id, Money Amount);

public enum PullPaymentStanding
{
    /// <summary>It waits for the customer, or for the payout.</summary>
    Open,

    /// <summary>The customer has it all.</summary>
    Paid,

    /// <summary>Nobody can claim it any more, and nothing was paid out.</summary>
    Failed,
}
