using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Status;

public sealed class OrderStatusesTests
{
    /// <summary>Every way in which one parcel can stand: each status while it is under way, each end, voided, replaced.</summary>
    private static readonly ParcelState[] _stands =
    [
        .. Enum.GetValues<ParcelStatus>().Select(status => Samples.Parcel(status)),
        .. Enum.GetValues<ShipmentOutcome>()
            .Select(outcome => Samples.Parcel(Last(outcome)) with { Outcome = outcome, Voided = outcome == ShipmentOutcome.Voided }),
        Samples.Parcel(ParcelStatus.Returned) with
        {
            Outcome = ShipmentOutcome.Returned,
            Replaced = true,
        },
        Samples.Parcel(ParcelStatus.InTransit) with
        {
            Replaced = true,
        },
    ];

    [Fact]
    public void Up_to_three_parcels_give_one_status_whatever_their_order()
    {
        var seen = new HashSet<OrderStatus>();
        foreach (var one in _stands)
        {
            foreach (var other in _stands)
            {
                foreach (var third in _stands)
                {
                    Check([one], seen);
                    Check([one, other], seen);
                    Check([one, other, third], seen);
                    Assert.Equal(OrderStatuses.FromParcels([one, other, third]), OrderStatuses.FromParcels([third, one, other]));
                    Assert.Equal(OrderStatuses.FromParcels([one, other, third]), OrderStatuses.FromParcels([other, one, third]));
                }
            }
        }

        Assert.Equal(
            [
                OrderStatus.Preparing,
                OrderStatus.Shipped,
                OrderStatus.InTransit,
                OrderStatus.OutForDelivery,
                OrderStatus.Delivered,
                OrderStatus.Cancelling,
            ],
            seen.Order()
        );
    }

    /// <summary>
    /// The rule in other words: nothing to come means money goes back; delivered only if all that may still come has come; shipped as soon
    /// as one has left.
    /// </summary>
    private static void Check(ParcelState[] parcels, HashSet<OrderStatus> seen)
    {
        var status = OrderStatuses.FromParcels(parcels);
        seen.Add(status);
        var left = parcels.Where(parcel => !parcel.IsGone).ToList();
        var delivered = left.Where(parcel => parcel.Status == ParcelStatus.Delivered || parcel.Outcome == ShipmentOutcome.Delivered)
            .ToList();
        Assert.Equal(left.Count > 0 && delivered.Count == left.Count, status == OrderStatus.Delivered);
        Assert.Equal(left.Count == 0 && parcels.Any(parcel => !parcel.Voided), status == OrderStatus.Cancelling);
        Assert.Equal(
            left.TrueForAll(parcel => parcel is { Outcome: null, HandedOver: false }) && status != OrderStatus.Cancelling,
            status == OrderStatus.Preparing
        );
    }

    [Fact]
    public void No_parcel_is_being_prepared() => Assert.Equal(OrderStatus.Preparing, OrderStatuses.FromParcels([]));

    private static ParcelStatus Last(ShipmentOutcome outcome) =>
        outcome switch
        {
            ShipmentOutcome.Delivered => ParcelStatus.Delivered,
            ShipmentOutcome.Returned => ParcelStatus.Returned,
            ShipmentOutcome.Lost => ParcelStatus.InTransit,
            ShipmentOutcome.Damaged => ParcelStatus.Exception,
            ShipmentOutcome.Voided => ParcelStatus.LabelCreated,
            _ => ParcelStatus.Preparing,
        };
}
