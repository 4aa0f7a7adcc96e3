using Orders.Functions.Domain.Storefront;

namespace Domain.Tests.Storefront;

public sealed class DeliveryScheduleTests
{
    [Fact]
    public void Ten_tries_go_over_three_days()
    {
        TimeSpan?[] pauses = [.. Enumerable.Range(1, 10).Select(tries => DeliverySchedule.After(tries, 0))];

        Assert.Equal(
            ["5s", "300s", "1800s", "7200s", "18000s", "36000s", "50400s", "72000s", "86400s", "s"],
            pauses.Select(pause => $"{pause?.TotalSeconds}s")
        );
        Assert.Equal(10, DeliverySchedule.MostTries);
        Assert.InRange(pauses.OfType<TimeSpan>().Sum(pause => pause.TotalHours), 72, 80);
    }

    [Fact]
    public void Jitter_makes_a_pause_longer_by_a_tenth_at_most() => Assert.Equal(TimeSpan.FromSeconds(5.5), DeliverySchedule.After(1, 1));

    [Fact]
    public void Receiver_may_ask_for_a_longer_pause_of_a_day_at_most()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), DeliverySchedule.After(1, 0, TimeSpan.FromMinutes(10)));
        Assert.Equal(TimeSpan.FromMinutes(5), DeliverySchedule.After(2, 0, TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromHours(24), DeliverySchedule.After(1, 0, TimeSpan.FromDays(400)));
        Assert.Equal(TimeSpan.FromSeconds(5), DeliverySchedule.After(1, 0, TimeSpan.FromSeconds(-5)));
    }
}
