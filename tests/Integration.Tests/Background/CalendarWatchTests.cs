using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orders.Functions.Background;
using Orders.Functions.Domain.Promises;

namespace Integration.Tests.Background;

public sealed class CalendarWatchTests
{
    [Fact]
    public async Task Start_warns_of_an_unpublished_year_that_promises_will_reach()
    {
        var november = await StartAsync(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        var march = await StartAsync(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Contains(
            november,
            line =>
                line.Contains("for 2027 is not published yet: in CN", StringComparison.Ordinal)
                && line.Contains("src/Data/calendar.json", StringComparison.Ordinal)
        );
        Assert.Empty(march);
    }

    private static async Task<IReadOnlyList<string>> StartAsync(DateTimeOffset now)
    {
        var log = new Lines();
        await new CalendarWatch(BusinessCalendars.BuiltIn, new FakeTimeProvider(now), log).StartAsync(default);
        return log.Warnings;
    }

    private sealed class Lines : ILogger<CalendarWatch>
    {
        public List<string> Warnings { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (logLevel == LogLevel.Warning)
                Warnings.Add(formatter(state, exception));
        }
    }
}
