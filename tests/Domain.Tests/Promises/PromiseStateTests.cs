using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;

namespace Domain.Tests.Promises;

public sealed class PromiseStateTests
{
    private static readonly DateTimeOffset _by = Samples.Noon;

    [Fact]
    public void Promise_is_kept_up_to_its_last_moment_and_broken_after_it()
    {
        Assert.Equal(PromiseOutcome.Kept, Open().Fulfil(_by).Outcome);
        Assert.Equal(
            (PromiseOutcome.Broken, ReasonCode.Late),
            (Open().Fulfil(_by.AddTicks(1)).Outcome, Open().Fulfil(_by.AddTicks(1)).Reason)
        );
    }

    [Fact]
    public void End_of_a_promise_stays()
    {
        var broken = Open().Break(_by, ReasonCode.Lost, _by.AddDays(3));

        Assert.Same(broken, broken.Fulfil(_by));
        Assert.Same(broken, broken.Withdraw(_by));
    }

    [Fact]
    public void Report_counts_by_kind_class_and_carrier_and_names_the_broken()
    {
        var answer = Open() with { Kind = PromiseKind.Answer, ShippingClass = null, Carrier = null };
        var report = PromiseReport.Of(
            _by,
            _by.AddDays(1),
            [
                ("o-1", Open().Fulfil(_by)),
                ("o-2", Open().Break(_by.AddHours(1), ReasonCode.NoPickUp, _by.AddDays(2))),
                ("o-3", Open()),
                ("o-4", Open().Withdraw(_by)),
                ("o-5", Open() with { Carrier = "other" }),
                ("o-6", answer.Fulfil(_by)),
            ]
        );

        Assert.Equal(
            [
                new PromiseGroup(PromiseKind.Delivery, ShippingClass.Express, "other", 0, 0, 1),
                new PromiseGroup(PromiseKind.Delivery, ShippingClass.Express, "sandbox", 1, 1, 1),
                new PromiseGroup(PromiseKind.Answer, null, null, 1, 0, 0),
            ],
            report.Groups
        );
        Assert.Equal(
            ("o-2", ReasonCode.NoPickUp, _by.AddDays(2)),
            report.Broken.Select(broken => (broken.OrderId, broken.Reason, broken.NewBy!.Value)).Single()
        );
    }

    private static PromiseState Open() =>
        new()
        {
            Kind = PromiseKind.Delivery,
            Reference = "parcel-1",
            By = _by,
            CalendarVersion = "CN-1",
            ShippingClass = ShippingClass.Express,
            Carrier = "sandbox",
        };
}
