using Parity.App.Stories;

namespace Parity;

public sealed class ContinueAsNewTests(OfficialEngine engine) : ParityTest(engine)
{
    [Fact]
    public Task Events_that_came_too_many_are_carried_into_the_next_generation() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ContinueStories.AddsUp), 0);
            for (var i = 1; i <= 5; i++)
                await stage.RaiseAsync("Add", i);
            Assert.Equal("15", (await stage.UntilAsync(instance => instance.IsEnded)).Output);
        });

    [Fact]
    public Task Generations_that_follow_events_one_by_one_have_short_histories() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ContinueStories.AddsUp), 0);
            for (var sum = 5; sum < 15; sum += 5)
            {
                await stage.RaiseAsync("Add", 5);
                await stage.UntilAsync(instance => instance.Input == $"{sum}");
            }

            await stage.RaiseAsync("Add", 5);
            Assert.Equal("15", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Events_are_forgotten_when_the_orchestration_says_so() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ContinueStories.ForgetsEvents), false);
            await stage.RaiseAsync("Word", "forgotten");
            await stage.UntilHistoryAsync(lines => lines.Any(line => line.StartsWith("EventRaised Word", StringComparison.Ordinal)));
            await stage.RaiseAsync("Go", "");
            await stage.UntilShowsAsync("second");
            await stage.RaiseAsync("Word", "new");
            Assert.Equal("\"new\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Twenty_generations_without_a_wait_end() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ContinueStories.CountsGenerations), 0);
            Assert.Equal("20", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Generations_with_an_activity_beside_a_timer_follow_each_other() =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(ContinueStories.WorksInGenerations));
                Assert.Equal("\"024\"", (await stage.EndAsync()).Output);
            },
            Order.Chance
        );

    [Fact]
    public Task Next_generation_may_have_another_version() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ContinueStories.MovesToAVersion));
            Assert.Equal("\"1.0 0.7\"", (await stage.EndAsync()).Output);
        });
}
