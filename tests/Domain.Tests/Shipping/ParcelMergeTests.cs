using CsCheck;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;

namespace Domain.Tests.Shipping;

public sealed class ParcelMergeTests
{
    private static readonly ParcelStatus[] _scannable =
    [
        .. Enum.GetValues<ParcelStatus>().Where(status => status != ParcelStatus.Preparing),
    ];

    // Few ids, times and statuses on purpose: repeats, ties and the same id with two contents come up often.
    private static readonly Gen<Scan> _scan = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 6],
        Samples.OneOf(_scannable),
        Samples.OneOf<string?>(null, "Shenzhen", "Leipzig"),
        (id, minute, status, place) =>
            new Scan($"s{id}", Samples.Noon.AddMinutes(minute).ToOffset(TimeSpan.FromHours(id % 3)), status, null, place, null)
    );

    public static TheoryData<string, ParcelStatus> Stories =>
        new()
        {
            { "picked_up in_transit out_for_delivery delivered", ParcelStatus.Delivered },
            { "picked_up delivered in_transit", ParcelStatus.Delivered },
            { "delivered returned", ParcelStatus.Delivered },
            { "delivered exception", ParcelStatus.Delivered },
            { "delivered returning", ParcelStatus.Returning },
            { "delivered returning returned", ParcelStatus.Returned },
            { "in_transit picked_up", ParcelStatus.InTransit },
            { "in_transit customs", ParcelStatus.Customs },
            { "in_transit customs in_transit", ParcelStatus.InTransit },
            { "out_for_delivery customs", ParcelStatus.OutForDelivery },
            { "out_for_delivery attempt_failed in_transit", ParcelStatus.AttemptFailed },
            { "out_for_delivery attempt_failed out_for_delivery", ParcelStatus.OutForDelivery },
            { "in_transit exception in_transit", ParcelStatus.InTransit },
            { "in_transit exception returning exception", ParcelStatus.Returning },
        };

    [Theory]
    [MemberData(nameof(Stories))]
    public void Scans_in_time_lead_to_a_status(string scans, ParcelStatus expected) =>
        Assert.Equal(expected, Merge(Samples.Parcel(), Story(scans)).Status);

    [Fact]
    public void Late_scan_after_delivery_is_stored_and_not_applied()
    {
        var parcel = Merge(Samples.Parcel(), Story("picked_up delivered in_transit"));

        Assert.Equal(3, parcel.Scans.Count);
        Assert.Equal(Samples.Noon.AddMinutes(1), parcel.DeliveredAt);
    }

    [Fact]
    public void Known_scans_again_change_nothing()
    {
        var parcel = Merge(Samples.Parcel(), Story("picked_up in_transit"));

        Assert.Same(parcel, Merge(parcel, Story("picked_up in_transit")));
    }

    [Fact]
    public void Stored_scans_leave_the_status_alone()
    {
        var parcel = ParcelMerge.Store(Samples.Parcel(ParcelStatus.Returned), Story("delivered"), Samples.Noon);

        Assert.Equal(ParcelStatus.Returned, parcel.Status);
        Assert.Single(parcel.Scans);
    }

    [Fact]
    public void Windows_count_from_when_we_heard_and_never_from_before()
    {
        var late = ParcelMerge.Merge(Samples.Parcel(), Story("delivered"), Samples.Noon.AddDays(9));
        var early = ParcelMerge.Merge(Samples.Parcel(), Story("delivered"), Samples.Noon.AddHours(-8));

        Assert.Equal((Samples.Noon, Samples.Noon.AddDays(9)), (late.DeliveredAt, late.WindowsFrom));
        Assert.Equal((Samples.Noon.AddHours(-8), Samples.Noon.AddHours(-8)), (early.DeliveredAt, early.WindowsFrom));
        Assert.Equal(late.WindowsFrom, ParcelMerge.Merge(late, Story("delivered in_transit"), Samples.Noon.AddDays(30)).WindowsFrom);
    }

    /// <summary>A clock that is wrong, or a zone that was left out: what the carrier tells afterwards is newer all the same.</summary>
    [Fact]
    public void Scan_dated_in_the_future_is_not_newer_than_those_after_it()
    {
        var ahead = new Scan("a", Samples.Noon.AddHours(8), ParcelStatus.InTransit, null, null, null);
        var now = new Scan("b", Samples.Noon.AddMinutes(2), ParcelStatus.AttemptFailed, null, null, null);

        var first = ParcelMerge.Merge(Samples.Parcel(), [ahead], Samples.Noon);
        var then = ParcelMerge.Merge(first, [now], Samples.Noon.AddMinutes(2));
        var again = ParcelMerge.Merge(then, [ahead, ahead with { ScanId = "c" }], Samples.Noon.AddHours(9));

        Assert.Equal(ParcelStatus.AttemptFailed, then.Status);
        Assert.Equal((Samples.Noon, ahead.Time), (then.Scans[0].Time, then.Scans[0].DatedAt));
        Assert.Equal(ParcelStatus.AttemptFailed, again.Status);
        Assert.Empty(ParcelMerge.News(then, again));
    }

    [Fact]
    public void Scans_of_one_message_dated_in_the_future_keep_their_order()
    {
        Scan At(int hour, ParcelStatus status) => new($"{hour}", Samples.Noon.AddHours(hour), status, null, null, null);

        var parcel = ParcelMerge.Merge(
            Samples.Parcel(),
            [At(9, ParcelStatus.OutForDelivery), At(8, ParcelStatus.AttemptFailed), At(7, ParcelStatus.OutForDelivery)],
            Samples.Noon
        );

        Assert.Equal(ParcelStatus.OutForDelivery, parcel.Status);
        Assert.All(parcel.Scans, scan => Assert.Equal(Samples.Noon, scan.Time));
    }

    [Fact]
    public void Fact_told_under_three_ids_is_news_once()
    {
        var fact = new Scan("a", Samples.Noon, ParcelStatus.AttemptFailed, null, "Leipzig", "Nobody at home");
        var first = Merge(Samples.Parcel(), [fact, fact with { ScanId = "b" }]);
        var again = Merge(first, [fact with { ScanId = "c", Time = fact.Time.ToOffset(TimeSpan.FromHours(8)), Text = "无人在家" }]);

        Assert.Equal([fact], ParcelMerge.News(Samples.Parcel(), first));
        Assert.Empty(ParcelMerge.News(first, again));
        Assert.Single(ParcelMerge.Facts(again.Scans));
    }

    [Fact]
    public void Order_and_repetition_of_scans_do_not_matter() =>
        Gen.Select(_scan.Array[0, 12], Gen.Int[0, 12], Gen.Int[0, int.MaxValue])
            .Sample(
                (scans, cut, seed) =>
                {
                    var at = Math.Min(cut, scans.Length);
                    var shuffled = scans.ToArray();
                    new Random(seed).Shuffle(shuffled);

                    var together = Merge(Samples.Parcel(), scans);
                    var apart = Merge(Merge(Merge(Samples.Parcel(), shuffled[..at]), shuffled[at..]), scans);

                    Assert.Equal(together.Status, apart.Status);
                    Assert.Equal(together.DeliveredAt, apart.DeliveredAt);
                    Assert.Equal(together.Scans, apart.Scans);
                }
            );

    [Fact]
    public void Every_set_of_scans_gives_an_order_status() =>
        _scan
            .Array[0, 8]
            .Sample(scans =>
                Assert.InRange(OrderStatuses.FromParcels([Merge(Samples.Parcel(), scans)]), OrderStatus.Preparing, OrderStatus.Delivered)
            );

    [Fact]
    public void Order_is_as_far_as_its_last_parcel_and_ignores_voided_ones()
    {
        var delivered = Samples.Parcel(ParcelStatus.Delivered);
        var voided = Samples.Parcel() with { Voided = true };

        Assert.Equal(OrderStatus.InTransit, OrderStatuses.FromParcels([delivered, Samples.Parcel(ParcelStatus.Customs)]));
        Assert.Equal(OrderStatus.Delivered, OrderStatuses.FromParcels([delivered, voided]));
        Assert.Equal(OrderStatus.Preparing, OrderStatuses.FromParcels([voided]));
    }

    private static ParcelState Merge(ParcelState parcel, IEnumerable<Scan> scans) =>
        ParcelMerge.Merge(parcel, scans, Samples.Noon.AddHours(1));

    private static IEnumerable<Scan> Story(string statuses) =>
        statuses
            .Split(' ')
            .Select(
                (name, minute) =>
                {
                    Assert.True(ParcelStatuses.TryParseScan(name, out var status), name);
                    return new Scan($"{minute}", Samples.Noon.AddMinutes(minute), status, null, null, null);
                }
            );
}
