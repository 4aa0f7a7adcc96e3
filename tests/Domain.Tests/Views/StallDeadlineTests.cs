using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Views;

public sealed class StallDeadlineTests
{
    private static readonly DateTimeOffset _windowEnd = new(2026, 5, 23, 16, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(OrderStatus.Preparing)]
    [InlineData(OrderStatus.Delivered)]
    public void Order_whose_goods_are_held_waits_for_a_person(OrderStatus status)
    {
        Assert.Equal(status == OrderStatus.Delivered ? _windowEnd : _windowEnd.AddDays(-14), StallDeadline.Of(In(status)));

        Assert.Null(StallDeadline.Of(In(status, heldSince: _windowEnd.AddDays(-3))));
    }

    [Fact]
    public void Order_of_which_only_refunds_are_under_way_is_not_stuck()
    {
        var record = In(OrderStatus.Shipped);
        Assert.NotNull(StallDeadline.Of(record));

        var refund = new RefundState("parcel-1", new Money(900, "USD"), RefundStatus.Sent, "re-1", _windowEnd);
        Assert.Null(StallDeadline.Of(record with { State = record.State with { Refunds = [refund] } }));
    }

    /// <summary>Its goods go out again in an exchange, in a parcel that has no waybill yet.</summary>
    private static OrderRecord In(OrderStatus status, DateTimeOffset? heldSince = null)
    {
        var order = Samples.Order("o-1");
        var state = InitialState.Of(order) with
        {
            Status = status,
            Since = _windowEnd.AddDays(-14),
            HeldSince = heldSince,
            Deadlines =
                status == OrderStatus.Delivered
                    ? InitialState.Of(order).Deadlines.With(OrderDeadline.Return, _windowEnd)
                    : InitialState.Of(order).Deadlines,
        };
        ParcelState parcel = new()
        {
            Number = 2,
            Lines = [new(order.Lines[0].Sku, 1)],
            Status = ParcelStatus.Preparing,
            Held = heldSince is not null,
        };
        return new OrderRecord(order, state, [parcel], []) { Placed = order };
    }
}
