using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// What BTCPay can tell of invoices and refunds. Each transaction is a payment of its own, under BTCPay's id of it; an event's id says all
/// that it tells, so that the same is told once, by webhook or when it was asked for.
/// </summary>
public sealed class BtcPayNews(BtcPayApi btcPay, BtcPayInvoices invoices, BtcPayRefunds refunds) : IPaymentNews
{
    private const string OfInvoice = "invoice:";
    private const string OfRefund = "refund:";

    public string Name => BtcPayPayments.ProviderName;

    /// <summary>What an invoice is called where news are asked for.</summary>
    public static string Invoice(string id) => OfInvoice + id;

    /// <summary>What a pull payment is called there.</summary>
    public static string PullPayment(string id) => OfRefund + id;

    public async Task<IReadOnlyList<PaymentNews>> ReadAsync(string about, CancellationToken cancellation = default)
    {
        try
        {
            return about.StartsWith(OfInvoice, StringComparison.Ordinal)
                ? await ReadAsync(await btcPay.GetInvoiceAsync(about[OfInvoice.Length..], cancellation), cancellation)
                : await ReadAsync(await btcPay.GetPullPaymentAsync(about[OfRefund.Length..], cancellation), cancellation);
        }
        catch (PaymentRefusedException e) when (BtcPayApi.IsMissing(e))
        {
            return [];
        }
    }

    public async Task<IReadOnlyList<PaymentSubject>> SubjectsAsync(DateTimeOffset since, CancellationToken cancellation = default) =>
        [
            .. from invoice in await btcPay.InvoicesSinceAsync(since, cancellation)
            where invoice.Order is not null && invoice.MayHavePayments
            select new PaymentSubject(Invoice(invoice.Id), invoice is { Status: "Settled", AdditionalStatus: "None" or null }),
            .. from refund in await btcPay.OpenPullPaymentsAsync(cancellation)
            where BtcPayNames.ReadRefund(refund.Name) is not null
            select new PaymentSubject(PullPayment(refund.Id), IsFinal: false),
        ];

    /// <summary>A refund that was paid out is archived, so that the list of those that are open stays short.</summary>
    public async Task ToldAsync(string about, IReadOnlyList<PaymentNews> news, CancellationToken cancellation = default)
    {
        if (news.Any(one => one.Update.Type == PaymentUpdateType.Refunded))
            await btcPay.ArchivePullPaymentAsync(about[OfRefund.Length..], cancellation);
    }

    private async Task<IReadOnlyList<PaymentNews>> ReadAsync(BtcPayInvoice invoice, CancellationToken cancellation)
    {
        if (invoice.Order is not { } order || !Currencies.IsKnown(invoice.Currency))
            return [];
        var coins = (await invoices.CoinsOfAsync(invoice, cancellation)).Where(one => one.Worth.Amount > 0).ToList();
        List<PaymentNews> news = [.. coins.Select(one => new PaymentNews(order, Told(invoice, one)))];
        if (invoice.HasEnded && coins.Count > 0 && coins.All(one => one.IsSettled))
            news.Add(new(order, Ended(invoice, coins.Sum(invoice.Currency))));
        return news;
    }

    private PaymentUpdate Told(BtcPayInvoice invoice, CoinsReceived coins)
    {
        var reference = $"{invoice.Id}/{coins.Id}";
        return new(
            EventId($"{reference}:{(coins.IsSettled ? "settled" : "seen")}:{Digits(coins.Worth)}"),
            Name,
            coins.IsSettled ? PaymentUpdateType.Succeeded : PaymentUpdateType.Pending,
            coins.Worth,
            coins.Method,
            Confirmations: null,
            reference
        )
        {
            IsConfirmed = coins.IsSettled,
        };
    }

    /// <summary>The page has brought all that it will: nothing more, and what is missing has to be asked for anew.</summary>
    private PaymentUpdate Ended(BtcPayInvoice invoice, Money sum) =>
        new(
            EventId($"{invoice.Id}:ended:{Digits(sum)}"),
            Name,
            PaymentUpdateType.Succeeded,
            Money.Zero(invoice.Currency),
            Method: null,
            Confirmations: null,
            invoice.Id
        )
        {
            IsConfirmed = true,
            EndsRequest = true,
        };

    private async Task<IReadOnlyList<PaymentNews>> ReadAsync(BtcPayPullPayment refund, CancellationToken cancellation)
    {
        if (BtcPayNames.ReadRefund(refund.Name) is not var (order, key) || MoneyOf(refund) is not { } amount)
            return [];
        PaymentUpdateType? type = await refunds.StandingAsync(refund, cancellation) switch
        {
            PullPaymentStanding.Paid => PaymentUpdateType.Refunded,
            PullPaymentStanding.Failed => PaymentUpdateType.RefundFailed,
            _ => null,
        };
        return type is { } known
            ?
            [
                new(
                    order,
                    new(EventId($"{refund.Id}:{OrderJson.Name(known)}"), Name, known, amount, Method: null, Confirmations: null, refund.Id)
                    {
                        RefundKey = key,
                    }
                ),
            ]
            : [];
    }

    /// <summary>Null: of coins, or of an amount that its currency does not know; such a refund was not asked for here.</summary>
    private static Money? MoneyOf(BtcPayPullPayment refund) =>
        Currencies.DecimalsOf(refund.Currency) is { } decimals
        && refund.Amount * (decimal)Math.Pow(10, decimals) is var units
        && units == decimal.Truncate(units)
            ? new Money((long)units, refund.Currency)
            : null;

    private string EventId(string id) => $"{Name}:{id}";

    private static string Digits(Money money) => money.Amount.ToString(CultureInfo.InvariantCulture);
}
