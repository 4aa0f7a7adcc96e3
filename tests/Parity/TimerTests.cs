using Parity.App.Stories;

namespace Parity;

public sealed class TimerTests(OfficialEngine engine) : ParityTest(engine)
{
    [Theory]
    [InlineData(-60_000)]
    [InlineData(0)]
    [InlineData(1_000)]
    public Task Timer_fires_when_it_is_due(int milliseconds) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(TimerStories.Sleeps), milliseconds);
                Assert.Equal("\"not early\"", (await stage.EndAsync()).Output);
            },
            variant: $"{milliseconds}"
        );

    [Fact]
    public Task Long_timer_is_cut_in_pieces() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.Sleeps), 25_000);
            Assert.Equal("\"not early\"", (await stage.UntilAsync(instance => instance.IsEnded)).Output);

            // What is left after a piece, and so how many there are, hangs on how late or early each fires.
            Assert.InRange((await stage.HistoryAsync()).Count(line => line.StartsWith("TimerFired", StringComparison.Ordinal)), 3, 6);
        });

    [Fact]
    public Task Cancelled_timer_does_not_hold_the_orchestration_up() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.CancelsATimer));
            Assert.Equal("\"cancelled\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Timer_cancelled_beforehand_is_never_made() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.CancelsBeforehand));
            Assert.Equal("\"cancelled, then 42\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Activity_wins_against_a_late_deadline() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.ActivityBeforeDeadline));
            Assert.Equal("\"in time 42\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Deadline_wins_against_an_event_that_never_comes() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.DeadlineBeforeEvent));
            Assert.Equal("\"never paid\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Timers_come_in_the_order_in_which_they_are_due() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(TimerStories.FirstOfThreeTimers));
            Assert.Equal("\"1,0\"", (await stage.EndAsync()).Output);
        });
}
