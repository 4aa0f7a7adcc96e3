using System.Globalization;
using LocalRuntime.Functions.Hosting;
using NCrontab;

namespace LocalRuntime.Functions.Timers;

/// <summary>When a timer fires: an NCRONTAB expression of five or six fields in UTC, or a time span.</summary>
internal sealed class TimerSchedule
{
    private readonly Func<DateTime, DateTime> _next;

    private TimerSchedule(Func<DateTime, DateTime> next) => _next = next;

    /// <exception cref="HostStartException">It is neither.</exception>
    public static TimerSchedule Parse(string text, string function)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
            return new(now => now + interval);
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        return CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 }) is { } cron
            ? new(cron.GetNextOccurrence)
            : throw new HostStartException($"Function '{function}' has a schedule that is neither NCRONTAB nor a time span: '{text}'.");
    }

    /// <summary>The first time after the given one, both UTC.</summary>
    public DateTime Next(DateTime after) => DateTime.SpecifyKind(_next(after), DateTimeKind.Utc);

    /// <summary>Whether it is slow enough to be monitored: the official limit is a minute.</summary>
    public bool IsAtLeastAMinute(DateTime now)
    {
        var first = Next(now);
        return Next(first) - first >= TimeSpan.FromMinutes(1);
    }
}
