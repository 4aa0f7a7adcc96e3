using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

public static class OrderViews
{
    /// <summary>What the storefront is shown. Money paid and returned is what the ledger says, late payments included.</summary>
    /// <param name="cases">Claims, returns and requests.</param>
    /// <param name="now">Decides which windows are still open; as placed if absent.</param>
    public static OrderView Of(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<LedgerEntry> ledger,
        IReadOnlyList<CaseState>? cases = null,
        DateTimeOffset? now = null
    ) =>
        new(
            order.OrderId,
            order.OrderNumber,
            state.Status,
            order.PlacedAt,
            state.Since,
            order.Country,
            [
                .. order.Lines.Select(line => new LineView(
                    line.Sku,
                    line.Name.In(order.Locale),
                    line.Kind,
                    line.Quantity,
                    line.UnitPrice,
                    line.Price
                )),
            ],
            order.ShippingClass,
            order.ShippingFee,
            order.Duties is { } duties ? DutiesView.Of(duties) : null,
            order.Total,
            order.PaymentMethod,
            AmountDue(order, state),
            Ledgers.Captured(ledger, order.Total.Currency),
            Ledgers.Refunded(ledger, order.Total.Currency),
            state.PaymentUrl,
            state.Deadlines,
            state.Cancellation is { } cancellation ? CancellationOf(cancellation, order.Locale) : null,
            [.. parcels.OrderBy(parcel => parcel.Number).Select(parcel => Parcel(parcel, order.Locale))],
            ShortViews.Of(order, state),
            state.Offer is { } offer ? ChangeView.Of(order, state, offer.ChangeId) : null,
            [
                .. (cases ?? [])
                    .Where(filed => filed.Claim is not null)
                    .Select(claim => ClaimView.Of(claim, $"/api/orders/{order.OrderId}/claims/{claim.CaseId}/photos")),
            ],
            [.. (cases ?? []).Where(filed => filed.Return is not null).Select(filed => ReturnView.Of(filed, order.Locale))],
            [
                .. (cases ?? [])
                    .Where(filed => filed.Kind == CaseKind.Request)
                    .Select(filed => RequestView.Of(filed, $"/api/orders/{order.OrderId}/requests/{filed.CaseId}/attachments")),
            ],
            NextSteps.Of(order, state, parcels, cases ?? [], now ?? order.PlacedAt),
            CommandRules.All(order, state, parcels, cases ?? [], now ?? order.PlacedAt)
        );

    /// <summary>An order's books in sums.</summary>
    public static MoneyView MoneyOf(Order order, IReadOnlyCollection<LedgerEntry> ledger)
    {
        var currency = order.Total.Currency;
        Money Debit(LedgerAccount account) => Ledgers.Balance(ledger, account, currency);
        Money Credit(LedgerAccount account) => Money.Zero(currency) - Debit(account);
        return new(
            Debit(LedgerAccount.Authorised),
            Ledgers.Captured(ledger, currency),
            Credit(LedgerAccount.RefundsUnderWay),
            Ledgers.Refunded(ledger, currency),
            Credit(LedgerAccount.Goods),
            Credit(LedgerAccount.Shipping),
            Credit(LedgerAccount.Duties),
            Credit(LedgerAccount.Fees),
            Debit(LedgerAccount.Goodwill),
            Debit(LedgerAccount.Disputed)
        );
    }

    /// <summary>Nothing once the order stops, whatever was paid by then.</summary>
    private static Money AmountDue(Order order, OrderState state)
    {
        var paid = state.Captured - state.Refunded;
        if (state.Offer is { Confirmed: true } offer)
            return offer.Terms.Total - paid;
        var missing = order.Total - paid;
        return state.Status is OrderStatus.Placed or OrderStatus.InReview or OrderStatus.AwaitingPayment && missing.Amount > 0
            ? missing
            : Money.Zero(order.Total.Currency);
    }

    private static CancellationView CancellationOf(Cancellation cancellation, string locale) =>
        new([.. cancellation.Reasons.Select(reason => ReasonView.Of(reason, locale))], cancellation.By, cancellation.At);

    public static ParcelView Parcel(ParcelState parcel, string locale) =>
        new(
            parcel.Number,
            parcel.Status,
            parcel.Voided,
            parcel.Lines,
            parcel.Carrier,
            parcel.Waybill,
            parcel.TrackingUrl,
            parcel.PromisedFrom,
            parcel.PromisedTo,
            parcel.Promise is { } promise ? PromiseView.Of(promise, locale) : null,
            parcel.DeliveredAt,
            parcel.Outcome,
            parcel.Recalled,
            parcel.CollectBy,
            [.. parcel.Scans.Select(scan => new ScanView(scan.Time, scan.Status, scan.Reason, scan.Place, scan.Text))]
        );
}
