using Microsoft.DurableTask.Client;
using Parity.App.Stories;

namespace Parity;

public sealed class ActivityTests(OfficialEngine engine) : ParityTest(engine)
{
    [Fact]
    public Task Activities_in_sequence_return_their_results_in_order() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ActivityStories.Sequence), 3);
            Assert.Equal("[0,2,4]", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Fifty_activities_at_once_are_gathered() =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(ActivityStories.FanOut), 50);
                Assert.Equal("2550", (await stage.EndAsync()).Output);
            },
            Order.Chance
        );

    [Fact]
    public Task No_input_null_and_no_result_pass_as_nothing() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ActivityStories.NothingInNothingOut));
            Assert.Equal("\"nothing said null no input\"", (await stage.EndAsync()).Output);
        });

    [Fact]
    public Task Record_passes_with_its_enum_by_name() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(
                nameof(ActivityStories.EchoParcel),
                new Parcel(
                    ParcelSize.Large,
                    1.5m,
                    new DateTimeOffset(2026, 3, 29, 1, 59, 59, TimeSpan.FromHours(8)),
                    null,
                    "上海 \"🙂\" <b>"
                )
            );
            var ended = await stage.EndAsync();
            Assert.Contains("\"Large\"", ended.Output, StringComparison.Ordinal);
            Assert.Equal("\"Large\"", ended.CustomStatus);
        });

    [Fact]
    public Task Unknown_activity_fails_the_call() =>
        PlayAsync(async stage =>
        {
            await stage.StartAsync(nameof(ActivityStories.CallsUnknownActivity));
            Assert.Contains("NoSuchActivity", (await stage.EndAsync()).Output, StringComparison.Ordinal);
        });

    [Theory]
    [InlineData(nameof(ActivityStories.Double))]
    [InlineData(nameof(ActivityStories.Weigh))]
    public Task Input_of_another_type_fails_the_call(string activity) =>
        PlayAsync(
            async stage =>
            {
                await stage.StartAsync(nameof(ActivityStories.GivesTextForANumber), activity);
                Assert.Equal(OrchestrationRuntimeStatus.Completed, (await stage.EndAsync()).Status);
            },
            variant: "-" + activity
        );
}
