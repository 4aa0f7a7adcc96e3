using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

public static class OrderViews
{
    /// <summary>What the storefront is shown. Money paid and refunded is what the ledger says, late payments included.</summary>
    /// <param name="cases">Claims, returns and requests.</param>
    /// <param name="names">Of products that may be off the order by now; those of its lines if absent.</param>
    /// <param name="now">Decides which windows are still open; as placed if absent.</param>
    public static OrderView Of(
        Order order,
        OrderState state,
        IReadOnlyList<ParcelState> parcels,
        IReadOnlyList<LedgerEntry> ledger,
        IReadOnlyList<CaseState>? cases = null,
        DateTimeOffset? now = null,
        ProductNames? names = null
    ) =>
        new()
        {
            OrderId = order.OrderId,
            OrderNumber = order.OrderNumber,
            Status = state.Status,
            PlacedAt = order.PlacedAt,
            Since = state.Since,
            Country = order.Country,
            Territory = TerritoryView.Of(order.Territory, order.Locale),
            Lines =
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
            ShippingClass = order.ShippingClass,
            ShippingFee = order.ShippingFee,
            Duties = order.Duties is { } duties ? DutiesView.Of(duties) : null,
            Total = order.Total,
            PaymentMethod = order.PaymentMethod,
            AmountDue = AmountDue(order, state),
            Payments = [.. LateEntries.Payments(state.Payments, ledger).Select(payment => PaymentOf(order, payment))],
            Paid = Ledgers.Captured(ledger, order.Total.Currency),
            Refunded = Ledgers.Refunded(ledger, order.Total.Currency),
            PaymentUrl = IsPaymentSeen(order, state) ? null : state.PaymentUrl,
            HeldSince = state.HeldSince,
            Deadlines = DeadlinesOf(order, state),
            Cancellation = state.Cancellation is { } cancellation
                ? CancellationOf(cancellation, order.Locale, names ?? new(order.Lines))
                : null,
            Parcels = [.. parcels.OrderBy(parcel => parcel.Number).Select(parcel => Parcel(order, parcel))],
            Outstanding = OutstandingView.AfterPart(order, state, parcels) is { Count: > 0 } outstanding ? outstanding : null,
            Short = ShortViews.Of(order, state),
            Offer = state.Offer is { } offer ? ChangeView.Of(order, state, offer.ChangeId, names) : null,
            Claims =
            [
                .. (cases ?? [])
                    .Where(filed => filed.Claim is not null)
                    .Select(claim => ClaimView.Of(claim, state, $"/api/orders/{order.OrderId}/claims/{claim.CaseId}/photos")),
            ],
            Returns =
            [
                .. (cases ?? []).Where(filed => filed.Return is not null).Select(filed => ReturnView.Of(filed, state, order.Locale)),
            ],
            Requests =
            [
                .. (cases ?? [])
                    .Where(filed => filed.Kind == CaseKind.Request)
                    .Select(filed => RequestView.Of(filed, $"/api/orders/{order.OrderId}/requests/{filed.CaseId}/attachments")),
            ],
            Next = NextSteps.Of(order, state, parcels, cases ?? [], now ?? order.PlacedAt),
            Allowed = CommandRules.All(order, state, parcels, cases ?? [], now ?? order.PlacedAt),
        };

    /// <summary>An order's books in sums.</summary>
    public static MoneyView MoneyOf(Order order, IReadOnlyCollection<LedgerEntry> ledger)
    {
        var currency = order.Total.Currency;
        Money Debit(LedgerAccount account) => Ledgers.Balance(ledger, account, currency);
        Money Credit(LedgerAccount account) => Money.Zero(currency) - Debit(account);
        return new()
        {
            Authorised = Debit(LedgerAccount.Authorised),
            Captured = Ledgers.Captured(ledger, currency),
            RefundsUnderWay = Credit(LedgerAccount.RefundsUnderWay),
            Refunded = Ledgers.Refunded(ledger, currency),
            Goods = Credit(LedgerAccount.Goods),
            Shipping = Credit(LedgerAccount.Shipping),
            Duties = Credit(LedgerAccount.Duties),
            Fees = Credit(LedgerAccount.Fees),
            Compensation = Debit(LedgerAccount.Compensation),
            Goodwill = Debit(LedgerAccount.Goodwill),
            Disputed = Debit(LedgerAccount.Disputed),
        };
    }

    /// <summary>All that is missing was seen, and waits for its confirmations: the customer has nothing to pay.</summary>
    public static bool IsPaymentSeen(Order order, OrderState state) =>
        state.Seen.Amount > 0 && state.PaymentUrl is not null && AmountDue(order, state).Amount == 0;

    /// <summary>Those that run: nobody has to pay by a time at which there is nothing to pay, or while what they paid is being confirmed.</summary>
    private static IReadOnlyDictionary<OrderDeadline, DateTimeOffset> DeadlinesOf(Order order, OrderState state) =>
        state.Status == OrderStatus.AwaitingPayment && AmountDue(order, state).Amount > 0
            ? state.Deadlines
            : state.Deadlines.Without(OrderDeadline.Payment);

    private static PaymentView PaymentOf(Order order, PaymentState payment) =>
        (
            order.PaymentMethod == PaymentMethod.Crypto
                ? new PaymentView(payment.Amount, payment.Status, payment.At, payment.Confirmations ?? 0, order.Windows.CryptoConfirmations)
                : new PaymentView(payment.Amount, payment.Status, payment.At, null, null)
        ) with
        {
            Method = payment.Method,
        };

    /// <summary>Nothing once the order stops, whatever was paid by then.</summary>
    internal static Money AmountDue(Order order, OrderState state)
    {
        var paid = state.Captured - state.Refunded + state.Seen;
        if (state.Offer is { Confirmed: true } offer)
            return offer.Terms.Total > paid ? offer.Terms.Total - paid : Money.Zero(order.Total.Currency);
        var missing = order.Total - paid;
        return state.Status is OrderStatus.Placed or OrderStatus.InReview or OrderStatus.AwaitingPayment && missing.Amount > 0
            ? missing
            : Money.Zero(order.Total.Currency);
    }

    private static CancellationView CancellationOf(Cancellation cancellation, string locale, ProductNames names) =>
        new([.. cancellation.Reasons.Select(reason => ReasonView.Of(reason, locale, names))], cancellation.By, cancellation.At);

    public static ParcelView Parcel(Order order, ParcelState parcel) =>
        new()
        {
            Number = parcel.Number,
            Status = parcel.Status,
            Voided = parcel.Voided,
            Lines = parcel.Lines,
            Carrier = parcel.Carrier,
            Waybill = parcel.Held ? null : parcel.Waybill,
            TrackingUrl = parcel.Held ? null : parcel.TrackingUrl,
            PromisedFrom = parcel.PromisedFrom,
            PromisedTo = parcel.PromisedTo,
            Promise = parcel.Promise is { } promise ? PromiseView.Of(promise, order.Locale) : null,
            DeliveredAt = parcel.DeliveredAt,
            ClaimBy = ClaimRules.Deadline(order, parcel),
            Outcome = parcel.Outcome,
            Recalled = parcel.Recalled,
            CollectBy = parcel.CollectBy,
            Scans = ScanView.Of(parcel),
        };
}
