using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Promises;

namespace Orders.Functions.Background;

/// <summary>Warns at the start of years that promises will soon reach into and whose holidays are not known.</summary>
internal sealed class CalendarWatch(BusinessCalendars calendars, TimeProvider time, ILogger<CalendarWatch> log) : IHostedService
{
    // The longest promise and the longest window of business days stay within it.
    private const int DaysAhead = 120;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var today = WarehouseCalendar.DayOf(time.GetUtcNow());
        foreach (var gap in calendars.Gaps(today, today.AddDays(DaysAhead)))
            log.LogWarning("{Gap}", gap);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
