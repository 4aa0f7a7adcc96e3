using System.Globalization;
using System.Text;
using Soak.Harness;

namespace Soak;

/// <summary>What a run has shown.</summary>
/// <param name="Progress">The moments at which orders came into another status.</param>
/// <param name="Violations">Everything that should not be; empty after a good run.</param>
/// <param name="Facts">What the books say in sums.</param>
internal sealed record SoakReport(
    SoakOptions Options,
    IReadOnlyCollection<Life> Lives,
    IReadOnlyList<Death> Deaths,
    IReadOnlyList<StallSeen> Stalls,
    IReadOnlyList<DateTimeOffset> Progress,
    IReadOnlyList<string> Violations,
    IReadOnlyList<(string What, string Value)> Facts,
    TimeSpan Took)
{
    private const int MostShown = 40;

    /// <summary>The run as a table in Markdown.</summary>
    public string Table()
    {
        var text = new StringBuilder();
        Row("soak", "");
        Row("---", "---");
        Row("kills survived", $"{Text(Deaths.Count)}, {Text(Deaths.Count(death => death.Standby))} of them by take-over of a warm standby");
        Row("storage stalls survived", $"{Text(Stalls.Count)} ({string.Join(", ", Stalls.Select(stall => Seconds(stall.Duration) + (stall.Standby ? " with a standby" : "")))})");
        Row("orders done", $"{Text(Lives.Count(life => life.Last?.IsFinal == true))} of {Text(Lives.Count(life => life.OrderId.Length > 0))} accepted");
        Row("calls accepted", Text(Lives.Sum(life => life.Accepted)));
        Row("ends", string.Join(", ", Lives.GroupBy(life => life.Last?.Status ?? "not placed", StringComparer.Ordinal).OrderBy(end => end.Key, StringComparer.Ordinal).Select(end => $"{end.Key} {Text(end.Count())}")));
        Row("scripts", string.Join(", ", Lives.GroupBy(life => life.Script, StringComparer.Ordinal).OrderBy(script => script.Key, StringComparer.Ordinal).Select(script => $"{script.Key} {Text(script.Count())}")));
        foreach (var (what, value) in Facts)
            Row(what, value);
        Recovery("restart", [.. Deaths.Where(death => !death.Standby)]);
        Recovery("standby", [.. Deaths.Where(death => death.Standby)]);
        foreach (var stall in Stalls)
        {
            var name = $"stall of {Seconds(stall.Duration)}";
            Row($"{name}: callers", $"{Text(stall.Answers)} answers, the slowest after {Seconds(stall.Slowest)}");
            Row($"{name}: back after storage", $"first answer {Seconds(stall.Back)}, first order moved {After(stall.Resumed)}");
            Row($"{name}: memory", $"{Text(stall.Before >> 20)} MiB before, at most {Text(stall.Most >> 20)} MiB, {Text(stall.After >> 20)} MiB after");
        }

        Row("took", $"{Took.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture)} min, seed {Text(Options.Seed)}");
        Row("violations", Text(Violations.Count));
        foreach (var violation in Violations.Take(MostShown))
            text.AppendLine(CultureInfo.InvariantCulture, $"- {violation}");
        return text.ToString();

        void Row(string what, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {value} |");

        void Recovery(string kind, IReadOnlyList<Death> deaths)
        {
            if (deaths.Count == 0)
                return;
            Row($"{kind}: kill to first answer", Spread([.. deaths.Select(death => death.Answered)]));
            Row($"{kind}: kill to first order moved", Spread([.. deaths.Select(death => Moved(death.At)).OfType<TimeSpan>()]));
        }
    }

    private string After(DateTimeOffset moment) => Moved(moment) is { } after ? Seconds(after) : "never";

    /// <summary>From a moment to the first status that an order came into after it.</summary>
    private TimeSpan? Moved(DateTimeOffset moment)
    {
        foreach (var moved in Progress)
        {
            if (moved > moment)
                return moved - moment;
        }

        return null;
    }

    private static string Spread(IReadOnlyList<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? "-" : $"median {Seconds(At(0.5))}, p99 {Seconds(At(0.99))}, longest {Seconds(sorted[^1])}";

        TimeSpan At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
