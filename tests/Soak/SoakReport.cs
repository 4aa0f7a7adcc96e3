using System.Globalization;
using System.Text;

namespace Soak;

/// <summary>What a run has shown.</summary>
/// <param name="Progress">Which order came when into which status, oldest first.</param>
/// <param name="Wrong">What the books say that was lost, doubled or does not balance; empty after a good run.</param>
/// <param name="Complaints">Answers and log lines that nobody should see; empty after a good run.</param>
/// <param name="Facts">What the books say in sums.</param>
internal sealed record SoakReport(
    SoakOptions Options,
    IReadOnlyCollection<Life> Lives,
    IReadOnlyList<Death> Deaths,
    IReadOnlyList<StallSeen> Stalls,
    IReadOnlyList<Moved> Progress,
    IReadOnlyList<string> Wrong,
    IReadOnlyList<string> Complaints,
    IReadOnlyList<(string What, string Value)> Facts,
    TimeSpan Took
)
{
    private const int MostShown = 40;

    /// <summary>Everything that should not be.</summary>
    public IReadOnlyList<string> Violations => [.. Wrong, .. Complaints];

    /// <summary>The run as tables in Markdown: the kills by their kind, then everything else.</summary>
    public string Table()
    {
        var text = new StringBuilder();
        Recovery.Write(text, Deaths, Progress);
        text.AppendLine();
        Row("soak", "");
        Row("---", "---");
        Row("kills survived", Text(Deaths.Count));
        Row(
            "storage stalls survived",
            $"{Text(Stalls.Count)} ({string.Join(", ", Stalls.Select(stall => Recovery.Seconds(stall.Duration) + (stall.Hosts > 1 ? " with two hosts" : "")))})"
        );
        Row(
            "orders done",
            $"{Text(Lives.Count(life => life.Last?.IsFinal == true))} of {Text(Lives.Count(life => life.OrderId.Length > 0))} accepted"
        );
        Row("lost, doubled or out of balance", Text(Wrong.Count));
        Row("answers nobody should see", Text(Complaints.Count));
        Row("calls accepted", Text(Lives.Sum(life => life.Accepted)));
        Row(
            "ends",
            string.Join(
                ", ",
                Lives
                    .GroupBy(life => life.Last?.Status ?? "not placed", StringComparer.Ordinal)
                    .OrderBy(end => end.Key, StringComparer.Ordinal)
                    .Select(end => $"{end.Key} {Text(end.Count())}")
            )
        );
        Row(
            "scripts",
            string.Join(
                ", ",
                Lives
                    .GroupBy(life => life.Script, StringComparer.Ordinal)
                    .OrderBy(script => script.Key, StringComparer.Ordinal)
                    .Select(script => $"{script.Key} {Text(script.Count())}")
            )
        );
        foreach (var (what, value) in Facts)
            Row(what, value);
        foreach (var stall in Stalls)
        {
            var name = $"stall of {Recovery.Seconds(stall.Duration)}";
            Row($"{name}: callers", $"{Text(stall.Answers)} answers, the slowest after {Recovery.Seconds(stall.Slowest)}");
            Row(
                $"{name}: back after storage",
                $"first answer {Recovery.Seconds(stall.Back)}, first order moved "
                    + $"{(Recovery.FirstMoved(Progress, stall.Resumed) is { } moved ? Recovery.Seconds(moved) : "never")}"
            );
            Row(
                $"{name}: memory of host and worker",
                $"{Text(stall.Before >> 20)} MiB before, at most {Text(stall.Most >> 20)} MiB, {Text(stall.After >> 20)} MiB after"
            );
        }

        Row("took", $"{Took.TotalMinutes.ToString("0.0", CultureInfo.InvariantCulture)} min, seed {Text(Options.Seed)}");
        foreach (var violation in Violations.Take(MostShown))
            text.AppendLine(CultureInfo.InvariantCulture, $"- {violation}");
        return text.ToString();

        void Row(string what, string value) => text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {value} |");
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
