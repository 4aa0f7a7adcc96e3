using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Partners;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Partners;

namespace Orders.Functions.Integrations.Payments;

/// <summary>
/// The attempts to collect an order's money: invoices, of which one at most takes coins. While coins of one are on their way, no other is
/// made.
/// </summary>
public sealed class BtcPayInvoices(
    BtcPayApi btcPay,
    OnceOnly once,
    IPartnerLog log,
    PageLinks pages,
    BtcPaySettings settings,
    TimeProvider time
)
{
    private const string Prefix = "btcpay/pay:";

    // BTCPay looks after an expired invoice for a day unless told otherwise.
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromDays(1);

    /// <returns>Where the customer pays, or has paid just now: what is on its way to the order is not asked for again.</returns>
    public async Task<string> OpenAsync(PaymentToCollect wanted, CancellationToken cancellation)
    {
        if (wanted.Method != PaymentMethod.Crypto)
            throw new PaymentRefusedException($"BTCPay is not asked for {OrderJson.Name(wanted.Method)}.");
        var key = FormattableString.Invariant($"{Prefix}{wanted.Until.ToUnixTimeSeconds()}:{wanted.Reference}");
        var notes = await log.ListAsync(wanted.OrderId, Prefix, cancellation);
        var own = notes.FirstOrDefault(note => note.Key == key);
        if (own is not null && notes.FirstOrDefault(other => other.At > own.At) is { } newer)
        {
            // Whoever asked before it was asked otherwise has stood still since: what was asked for last stays.
            return OnceOnly.AnswerIn<OpenedInvoice>(newer)?.Url ?? throw new HttpRequestException("Another request is under way.");
        }

        if (notes.Any(note => note.Key != key) && await EndOthersAsync(key, wanted, cancellation) is { } paidOn)
            return paidOn;
        var opened = await once.AskAsync(
            wanted.OrderId,
            key,
            () => Task.FromResult(wanted),
            note => FindAsync(note, cancellation),
            (note, asked) => CreateAsync(note, asked, cancellation),
            cancellation: cancellation
        );
        return opened.Url;
    }

    /// <summary>Ends those that take coins.</summary>
    public async Task CloseAsync(string orderId, CancellationToken cancellation)
    {
        if (await log.ListAsync(orderId, Prefix, cancellation) is { Count: > 0 })
            foreach (var invoice in await btcPay.InvoicesOfAsync(orderId, cancellation))
                await EndAsync(invoice, cancellation);
    }

    /// <summary>Each invoice of an order, with what came for it.</summary>
    public async Task<IReadOnlyList<(BtcPayInvoice Invoice, IReadOnlyList<CoinsReceived> Coins)>> ReceivedAsync(
        string orderId,
        CancellationToken cancellation
    )
    {
        List<(BtcPayInvoice, IReadOnlyList<CoinsReceived>)> all = [];
        foreach (var invoice in await btcPay.InvoicesOfAsync(orderId, cancellation))
            all.Add((invoice, await CoinsOfAsync(invoice, cancellation)));
        return all;
    }

    /// <summary>What came for an invoice.</summary>
    public async Task<IReadOnlyList<CoinsReceived>> CoinsOfAsync(BtcPayInvoice invoice, CancellationToken cancellation) =>
        invoice.MayHavePayments ? BtcPayAmounts.Received(invoice, await btcPay.PaymentsOfAsync(invoice.Id, cancellation)) : [];

    /// <returns>The page of one that has coins which the order has not heard of; null if there is none, and all others are ended.</returns>
    private async Task<string?> EndOthersAsync(string key, PaymentToCollect wanted, CancellationToken cancellation)
    {
        var others = (await ReceivedAsync(wanted.OrderId, cancellation)).Where(one => one.Invoice.Attempt != key).ToList();
        var came = others.SelectMany(one => one.Coins).Sum(wanted.Due.Currency);
        if (came > wanted.Received)
            return others.Last(one => one.Coins.Count > 0).Invoice.CheckoutLink;
        foreach (var (invoice, coins) in others)
        {
            var ended = await EndAsync(invoice, cancellation);

            // Between the two looks the customer may have paid.
            if ((await CoinsOfAsync(ended, cancellation)).Count > coins.Count)
                throw new HttpRequestException("Coins have come for an invoice that was being ended.");
        }

        return null;
    }

    private async Task<BtcPayInvoice> EndAsync(BtcPayInvoice invoice, CancellationToken cancellation)
    {
        if (!invoice.IsOpen)
            return invoice;
        var ended = await btcPay.EndInvoiceAsync(invoice.Id, cancellation);
        return ended.IsOpen ? throw new HttpRequestException("BTCPay has an invoice open that it would not end.") : ended;
    }

    private async Task<OpenedInvoice?> FindAsync(PartnerNote note, CancellationToken cancellation) =>
        (await btcPay.InvoicesOfAsync(note.OrderId, cancellation)).FirstOrDefault(invoice => invoice.Attempt == note.Key) is { } made
            ? Read(made)
            : null;

    private async Task<OpenedInvoice> CreateAsync(PartnerNote note, PaymentToCollect asked, CancellationToken cancellation)
    {
        // Whole minutes, and no longer than it is waited for: the rate is ours to bear until then.
        var minutes = (asked.Until - time.GetUtcNow()).TotalMinutes;
        var grace = asked.Grace > ShortestGrace ? asked.Grace : ShortestGrace;
        var invoice = new BtcPayNewInvoice(
            BtcPayApi.Text(BtcPayAmounts.Of(asked.Due)),
            asked.Due.Currency,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["orderId"] = asked.OrderId,
                ["itemDesc"] = asked.OrderNumber,
                [BtcPayNames.Attempt] = note.Key,
            },
            new BtcPayCheckout
            {
                SpeedPolicy = settings.SpeedPolicy,
                ExpirationMinutes = Math.Max(1, (long)minutes),
                MonitoringMinutes = (long)Math.Ceiling(grace.TotalMinutes),
                PaymentTolerance = 0,
                RedirectUrl = pages.UrlOf(asked.OrderId, note.At).AbsoluteUri,
            }
        );
        return Read(await btcPay.CreateInvoiceAsync(invoice, cancellation));
    }

    private static OpenedInvoice Read(BtcPayInvoice invoice) =>
        new(invoice.Id, invoice.CheckoutLink ?? throw new HttpRequestException($"BTCPay's invoice {invoice.Id} has no page."));
}

public sealed record OpenedInvoice(string Id, string Url);
