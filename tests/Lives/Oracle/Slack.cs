using Lives.Scripts;

namespace Lives.Oracle;

/// <summary>How much later than its time something may happen.</summary>
internal static class Slack
{
    /// <summary>In a calm life steps take no time; where something went wrong, its repetition may take its own pauses.</summary>
    private static readonly TimeSpan _calm = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _disturbed = TimeSpan.FromHours(2);

    public static TimeSpan In(Script script) =>
        script.Faults.Count == 0 && script.Aimed is null or { Count: 0 } ? _calm : _disturbed + script.LongestOutage;
}
