using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>A change as the storefront and the customer see it: with its price while it is open, afterwards what became of it.</summary>
public sealed record ChangeView
{
    public required string ChangeId { get; init; }

    public required ChangeStatus Status { get; init; }

    /// <summary>Why it came to nothing; absent otherwise.</summary>
    public ReasonView? Reason { get; init; }

    /// <summary>What it costs more than what is agreed now; negative: less, which is refunded where it was paid.</summary>
    public Money? PriceAdjustment { get; init; }

    public Money? NewTotal { get; init; }

    public IReadOnlyList<LineView>? Lines { get; init; }

    public string? Country { get; init; }

    /// <inheritdoc cref="Quote.Territory"/>
    public TerritoryView? Territory { get; init; }

    /// <summary>The new address of a change that brings one; only where the storefront asks for one order.</summary>
    public Address? ShipTo { get; init; }

    public ShippingClass? ShippingClass { get; init; }

    public Money? ShippingFee { get; init; }

    /// <summary>As they would be; absent where no border is crossed.</summary>
    public DutiesView? Duties { get; init; }

    /// <summary>It can be confirmed only with <c>acceptDuties</c>.</summary>
    public bool? AsksDuties { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Where the difference is paid, once it is confirmed.</summary>
    public string? PaymentUrl { get; init; }

    /// <returns>Null if the order knows no such change.</returns>
    public static ChangeView? Of(Order order, OrderState state, string changeId, ProductNames? names = null)
    {
        if (state.Changes.GetValueOrDefault(changeId) is not { } result)
            return null;
        if (state.Offer is not { } offer || offer.ChangeId != changeId)
            return new ChangeView
            {
                ChangeId = changeId,
                Status = result.Status,
                Reason = result.Reason is { } reason
                    ? new ReasonView($"{reason}", ReasonTexts.All(reason, order.Locale, names ?? new(order.Lines)))
                    : null,
            };
        var terms = offer.Terms;
        return new ChangeView
        {
            ChangeId = changeId,
            Status = result.Status,
            Reason = null,
            PriceAdjustment = offer.PriceAdjustment,
            NewTotal = terms.Total,
            Lines =
            [
                .. terms.Lines.Select(line => new LineView(
                    line.Sku,
                    line.Name.In(order.Locale),
                    line.Kind,
                    line.Quantity,
                    line.UnitPrice,
                    line.Price
                )),
            ],
            Country = terms.Country,
            Territory = TerritoryView.Of(terms.Territory, order.Locale),
            ShippingClass = terms.ShippingClass,
            ShippingFee = terms.ShippingFee,
            Duties = terms.Duties is { } duties ? DutiesView.Of(duties) : null,
            AsksDuties = offer.AsksDuties,
            ExpiresAt = offer.ExpiresAt,
            PaymentUrl = offer.Confirmed && !OrderViews.IsPaymentSeen(order, state) ? state.PaymentUrl : null,
        };
    }
}
