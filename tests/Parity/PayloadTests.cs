using System.Text.Json;
using Parity.App.Stories;

namespace Parity;

public sealed class PayloadTests(OfficialEngine engine) : ParityTest(engine)
{
    [Theory]
    [InlineData(44)]
    [InlineData(100)]
    [InlineData(1024)]
    public Task Large_text_passes_through_input_activity_child_event_and_output(int kilobytes) =>
        PlayAsync(
            async stage =>
            {
                var text = new string('x', kilobytes * 1024);
                await stage.StartAsync(nameof(LifecycleStories.CarriesALargeText), text);
                await stage.UntilShowsAsync("waiting");
                await stage.RaiseAsync("Text", text);
                Assert.Equal(text.Length + 2, (await stage.EndAsync()).Output!.Length);
            },
            variant: $"-{kilobytes}"
        );

    [Fact]
    public Task Numbers_dates_and_texts_pass_whatever_the_culture() =>
        PlayAsync(async stage =>
        {
            var parcel = new Parcel(
                ParcelSize.Small,
                1234.5m,
                new DateTimeOffset(2026, 10, 25, 2, 30, 0, 123, TimeSpan.FromHours(1)),
                "İıß",
                "Zürich \u2028 é é 订单 😀 \\ \t"
            );
            await stage.StartAsync(nameof(DeterminismStories.CultureAndPayloads), parcel);
            await stage.UntilHistoryAsync(lines => lines.Any(line => line.StartsWith("TaskCompleted", StringComparison.Ordinal)));
            await stage.RaiseAsync("Price", 1_099.95m);
            var output = JsonSerializer.Deserialize<string>((await stage.EndAsync()).Output!);
            Assert.Equal($"2469.0 2026-10-25T02:30:00.1230000+01:00 1234.5 {parcel.To} 1099.95", output);
        });
}
