using Microsoft.Extensions.Configuration;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Background;

/// <summary>The settings <c>Watchdog:*</c>; <c>Watchdog:Schedule</c> is the timer's own.</summary>
/// <param name="Slack">
/// How long after its time something may still come by itself; then it is nudged, and after the same time again an alert is raised.
/// </param>
public sealed record WatchdogOptions(TimeSpan Slack)
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WatchdogOptions Read(IConfiguration configuration)
    {
        const string Setting = "Watchdog:Slack";
        var slack = new Window(TimeSpan.FromMinutes(10), null);
        return configuration[Setting] is { Length: > 0 } text && WindowText.TryParse(text, WindowForm.Duration, out slack) is { } wrong
            ? throw new SettingException($"The setting {Setting} {wrong}.")
            : new(slack.Duration!.Value);
    }
}
