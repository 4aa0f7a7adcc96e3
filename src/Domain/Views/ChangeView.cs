using Orders.Functions.Domain.Changes;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>A change as the storefront and the customer see it: with its price while it is open, afterwards what became of it.</summary>
/// <param name="Reason">Why it came to nothing; absent otherwise.</param>
/// <param name="PriceAdjustment">What it costs more than what is agreed now; negative: less, which is refunded where it was paid.</param>
/// <param name="Duties">As they would be; absent where no border is crossed.</param>
/// <param name="AsksDuties">It can be confirmed only with <c>acceptDuties</c>.</param>
/// <param name="PaymentUrl">Where the difference is paid, once it is confirmed.</param>
public sealed record ChangeView(
    string ChangeId,
    ChangeStatus Status,
    ReasonView? Reason = null,
    Money? PriceAdjustment = null,
    Money? NewTotal = null,
    IReadOnlyList<LineView>? Lines = null,
    string? Country = null,
    ShippingClass? ShippingClass = null,
    Money? ShippingFee = null,
    DutiesView? Duties = null,
    bool? AsksDuties = null,
    DateTimeOffset? ExpiresAt = null,
    string? PaymentUrl = null
)
{
    /// <returns>Null if the order knows no such change.</returns>
    public static ChangeView? Of(Order order, OrderState state, string changeId)
    {
        if (state.Changes.GetValueOrDefault(changeId) is not { } result)
            return null;
        if (state.Offer is not { } offer || offer.ChangeId != changeId)
            return new ChangeView(
                changeId,
                result.Status,
                result.Reason is { } reason ? new ReasonView($"{reason}", ReasonTexts.All(reason, order.Locale)) : null
            );
        var terms = offer.Terms;
        return new ChangeView(
            changeId,
            result.Status,
            Reason: null,
            offer.PriceAdjustment,
            terms.Total,
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
            terms.Country,
            terms.ShippingClass,
            terms.ShippingFee,
            terms.Duties is { } duties ? DutiesView.Of(duties) : null,
            offer.AsksDuties,
            offer.ExpiresAt,
            offer.Confirmed ? state.PaymentUrl : null
        );
    }
}
