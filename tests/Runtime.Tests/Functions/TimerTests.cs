using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Runtime.Tests.Functions;

public sealed class Ticks
{
    public ConcurrentQueue<TimerInfo> Seen { get; } = new();

    public int FailFirst { get; set; }
}

public sealed class TimerFunction(Ticks ticks)
{
    [Function("Tick")]
    [FixedDelayRetry(2, "00:00:00.010")]
    public void Run([TimerTrigger("%Schedule%")] TimerInfo timer)
    {
        if (ticks.FailFirst-- > 0)
            throw new InvalidOperationException("Not yet.");
        ticks.Seen.Enqueue(timer);
    }
}

public sealed class EagerTimerFunction(Ticks ticks)
{
    [Function("Eager")]
    public void Run([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => ticks.Seen.Enqueue(timer);
}

public sealed class TimerTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly Ticks _ticks = new();
    private readonly string _hub = $"T{Guid.NewGuid():N}"[..20];

    [Theory]
    [InlineData("0 30 9 * * *", "2026-11-22T08:00:00Z", "2026-11-22T09:30:00Z")]
    [InlineData("*/15 * * * *", "2026-11-22T08:01:00Z", "2026-11-22T08:15:00Z")]
    [InlineData("00:05:00", "2026-11-22T08:01:00Z", "2026-11-22T08:06:00Z")]
    public void Schedule_names_its_next_time(string schedule, string after, string expected) =>
        Assert.Equal(Utc(expected), TimerSchedule.Parse(schedule, "f").Next(Utc(after)));

    [Fact]
    public void Schedule_that_is_none_is_refused() => Assert.Throws<HostStartException>(() => TimerSchedule.Parse("each day", "f"));

    [Fact]
    public async Task Short_schedule_runs_again_and_again()
    {
        await using var app = await StartAsync(typeof(TimerFunction), "00:00:00.050");
        await Eventually.IsTrueAsync(() => _ticks.Seen.Count >= 3, "three runs");
        Assert.All(_ticks.Seen, timer => Assert.False(timer.IsPastDue));
    }

    [Fact]
    public async Task Function_that_fails_is_repeated_as_its_retry_says()
    {
        _ticks.FailFirst = 2;
        await using var app = await StartAsync(typeof(TimerFunction), "00:00:00.500");
        await Eventually.IsTrueAsync(() => !_ticks.Seen.IsEmpty, "the third attempt succeeded");
    }

    [Fact]
    public async Task Function_that_runs_at_start_runs_at_each_start()
    {
        await using (var app = await StartAsync(typeof(EagerTimerFunction), ""))
            await Eventually.IsTrueAsync(() => _ticks.Seen.Count == 1, "the first start's run");
        await using (var app = await StartAsync(typeof(EagerTimerFunction), ""))
            await Eventually.IsTrueAsync(() => _ticks.Seen.Count == 2, "the second start's run");
        Assert.All(_ticks.Seen, timer => Assert.False(timer.IsPastDue));
    }

    [Fact]
    public async Task Missed_run_is_made_up_for_once_and_known_as_past_due()
    {
        var store = TimerStatusStore.For(azurite.ConnectionString, _hub);
        await new BlobContainerClient(azurite.ConnectionString, "azure-webjobs-hosts").CreateIfNotExistsAsync();
        await store.WriteAsync("Tick", new ScheduleStatus { Last = Utc("2026-01-01T00:00:00Z"), Next = Utc("2026-01-02T00:00:00Z") }, default);
        await using (var app = await StartAsync(typeof(TimerFunction), "0 0 0 * * *"))
        {
            await Eventually.IsTrueAsync(() => !_ticks.Seen.IsEmpty, "the missed run");
            await Eventually.IsTrueAsync(async () => (await store.ReadAsync("Tick", default))!.Next > DateTime.UtcNow, "the schedule moved on");
        }

        var missed = Assert.Single(_ticks.Seen);
        Assert.Equal((true, Utc("2026-01-01T00:00:00Z")), (missed.IsPastDue, missed.ScheduleStatus!.Last));
    }

    private static DateTime Utc(string text) => DateTimeOffset.Parse(text).UtcDateTime;

    private Task<TestApp> StartAsync(Type function, string schedule) => TestApp.StartAsync(
        azurite.ConnectionString,
        [function],
        new()
        {
            ["Schedule"] = schedule,
            ["AzureFunctionsJobHost:extensions:durableTask:hubName"] = _hub,
        },
        builder => builder.Services.AddSingleton(_ticks));
}
