using System.Globalization;
using System.Text;
using Soak.Harness;

namespace Soak;

/// <summary>How soon things went on after kills.</summary>
internal static class Recovery
{
    // In these the next move is the app's alone: nobody outside is waited for.
    private static readonly HashSet<string> InHand = new(StringComparer.Ordinal) { "placed", "in_review", "checking_stock", "cancelling" };

    /// <summary>
    /// A table in Markdown, a row for each kind of kill: its first answer, the first order that moved, and when the orders moved that the
    /// app had in hand at that moment (kills that followed included).
    /// </summary>
    public static void Write(StringBuilder text, IReadOnlyList<Death> deaths, IReadOnlyList<Moved> progress)
    {
        text.AppendLine(
            "| killed | kills | to the first answer: median, worst | to the first order that moved | orders in hand | until they "
                + "went on: median, worst |"
        );
        text.AppendLine("|---|---|---|---|---|---|");
        foreach (var kind in deaths.GroupBy(death => death.Kind).OrderBy(kind => kind.Key))
        {
            var inHand = kind.SelectMany(death => HeldUp(progress, death.At)).ToList();
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {Name(kind.Key)} | {kind.Count()} | {Spread([.. kind.Select(death => death.Answered)])} | "
                    + $"{Spread([.. kind.Select(death => FirstMoved(progress, death.At)).OfType<TimeSpan>()])} | {inHand.Count} | "
                    + $"{Spread(inHand)} |"
            );
        }
    }

    /// <summary>From a moment to the first status that an order came into after it; null if none did.</summary>
    public static TimeSpan? FirstMoved(IReadOnlyList<Moved> progress, DateTimeOffset moment) =>
        progress.FirstOrDefault(moved => moved.At > moment) is { } first ? first.At - moment : null;

    public static string Seconds(TimeSpan time) => $"{time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";

    /// <summary>For each order that was in hand at a moment: how long it took until it came into another status.</summary>
    private static IEnumerable<TimeSpan> HeldUp(IReadOnlyList<Moved> progress, DateTimeOffset moment)
    {
        foreach (var order in progress.GroupBy(moved => moved.OrderId, StringComparer.Ordinal))
        {
            if (
                order.LastOrDefault(moved => moved.At <= moment) is { } at
                && InHand.Contains(at.Status)
                && order.FirstOrDefault(moved => moved.At > moment) is { } next
            )
                yield return next.At - moment;
        }
    }

    private static string Name(KillKind kind) =>
        kind switch
        {
            KillKind.HostAndWorker => "host and worker",
            KillKind.Worker => "the worker alone",
            KillKind.OneOfTwo => "one of two hosts",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a way to kill."),
        };

    private static string Spread(IReadOnlyList<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        return sorted.Length == 0 ? "-" : $"{Seconds(sorted[(sorted.Length - 1) / 2])}, {Seconds(sorted[^1])}";
    }
}
