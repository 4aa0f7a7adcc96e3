using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, on one host at a time.</summary>
/// <param name="schedule">An NCRONTAB expression of five or six fields (UTC), a time span, or <c>%Name%</c> for the setting that holds one.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    public string Schedule { get; } = schedule;

    /// <summary>Whether the schedule is stored, so that a run missed while the app was down is noticed; not for schedules shorter than a minute.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function runs at each start, whatever the schedule.</summary>
    public bool RunOnStartup { get; set; }
}

/// <summary>What a timer-triggered function is told about its run.</summary>
public class TimerInfo
{
    /// <summary>Null when the schedule is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run comes later than its schedule asked for.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>Where a schedule stands; all times UTC.</summary>
public class ScheduleStatus
{
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
