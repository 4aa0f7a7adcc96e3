using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>All that is written down about an order.</summary>
/// <param name="Order">As it stands now, with the changes since it was placed.</param>
/// <param name="State">The state at placing while the orchestration has written none.</param>
public sealed record OrderRecord(Order Order, OrderState State, IReadOnlyList<ParcelState> Parcels, IReadOnlyList<LedgerEntry> Ledger)
{
    /// <summary>The order as it was placed.</summary>
    public Order Placed { get; init; } = Order;

    /// <summary>What the products are called that the order has, had, or may have.</summary>
    public ProductNames Names =>
        new([
            .. Order.Lines,
            .. Placed.Lines,
            .. State.Short.SelectMany(line => line.Substitutes).Select(offer => offer.Line),
            .. State.Offer?.Terms.Lines ?? [],
        ]);

    /// <summary>Claims, returns and requests, oldest first.</summary>
    public IReadOnlyList<CaseState> Cases { get; init; } = [];

    /// <summary>Each refund, with those of money that came after the order's end.</summary>
    public IReadOnlyList<RefundState> Refunds =>
        State.IsFinal
            ?
            [
                .. State.Refunds.Select(refund => RefundEntries.Now(refund, Ledger)),
                .. RefundEntries.Read(Order, Ledger).Where(late => State.Refunds.All(known => known.Key != late.Key)),
            ]
            : State.Refunds;

    /// <summary>The customer has said where crypto goes back to, where that was asked.</summary>
    public bool HasRefundAddress { get; init; }

    /// <summary>Whether it goes on by itself, where that was asked.</summary>
    public OrderStanding Standing { get; init; }

    /// <summary>What the storefront is shown of it.</summary>
    public OrderView View(DateTimeOffset now)
    {
        var view = OrderViews.Of(Order, State, Parcels, Ledger, Cases, now, Names) with
        {
            Money = OrderViews.MoneyOf(Order, Ledger),
            Refunds = Refunds,
        };
        if (
            HasRefundAddress
            && view.Next?.What == NextStepKind.Refund
            && State.Refunds.FirstOrDefault(refund => refund.IsOpen)?.Status == RefundStatus.InKind
        )
            view = view with { Next = NextSteps.RefundToAddress(Order) };
        return Standing switch
        {
            OrderStanding.GoesOn => view,
            OrderStanding.OnHold => view with { Next = NextSteps.Halted(NextStepKind.OnHold, Order) },
            _ => view with
            {
                Next = NextSteps.Halted(NextStepKind.Stopped, Order),
                PaymentUrl = null,
                AmountDue = Money.Zero(Order.Total.Currency),
            },
        };
    }
}
