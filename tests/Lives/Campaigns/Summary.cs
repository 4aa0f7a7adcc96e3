using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Spectre.Console;

namespace Lives.Campaigns;

/// <summary>What a campaign has seen, in tables.</summary>
internal static class Summary
{
    private const int MostMissed = 40;

    public static void Write(Campaign campaign)
    {
        var coverage = campaign.Coverage;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{campaign.Lives:N0} lives in {campaign.Took:hh\\:mm\\:ss}, {campaign.Lives / campaign.Took.TotalSeconds:N0} a "
                    + $"second; {coverage.Calls:N0} calls to storage and companies, {coverage.Crashes:N0} crashes; seeds up to "
                    + $"{campaign.LastSeed}."
            )
        );
        Console.WriteLine();
        Table("fault", "times", coverage.Faults.OrderBy(fault => fault.Key).Select(fault => (fault.Key.ToString(), fault.Value)));
        Table(
            "status",
            "orders",
            coverage.Statuses.OrderBy(status => status.Key).Select(status => (OrderJson.Name(status.Key), status.Value))
        );
        Table(
            "timeline",
            "times",
            coverage.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => (outcome.Key, outcome.Value))
        );
        Table(
            "what comes of it, or of time",
            "times",
            coverage
                .Sighted.Where(pair => pair.Key.On.IsOutcome() || pair.Key.On.IsTimeout())
                .GroupBy(pair => pair.Key.On, pair => pair.Value)
                .OrderBy(on => on.Key)
                .Select(on => (OrderJson.Name(on.Key), on.Sum()))
        );
        Pairs(coverage);
        foreach (var trial in campaign.Broken)
        {
            AnsiConsole.MarkupLineInterpolated($"[red]seed {trial.Script.Seed}[/]");
            foreach (var violation in trial.Violations.Take(5))
                Console.WriteLine($"  {violation}");
        }
    }

    private static void Table(string what, string count, IEnumerable<(string Name, long Count)> rows)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn(what).AddColumn(new TableColumn(count).RightAligned());
        foreach (var (name, times) in rows)
            table.AddRow(Markup.Escape(name), times.ToString("N0", CultureInfo.InvariantCulture));
        AnsiConsole.Write(table);
    }

    /// <summary>What happened to orders in which status, how often; a dash where the state transition table says that it cannot.</summary>
    private static void Pairs(Coverage coverage)
    {
        var statuses = Enum.GetValues<OrderStatus>();
        Console.WriteLine($"| what happens | {string.Join(" | ", statuses.Select(OrderJson.Name))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", statuses.Length))}");
        foreach (var trigger in Enum.GetValues<Trigger>().Where(trigger => !(trigger.IsOutcome() || trigger.IsTimeout())))
            Console.WriteLine($"| {OrderJson.Name(trigger)} | {string.Join(" | ", statuses.Select(status => Cell(status, trigger)))} |");
        Console.WriteLine();
        var unseen = coverage.Unseen;
        Console.WriteLine(
            unseen.Count == 0
                ? "Each pair that the state transition table lists from outside was visited."
                : $"{unseen.Count} pairs that the state transition table lists from outside were not visited: {Text(unseen)}."
        );
        if (coverage.Unlisted is { Count: > 0 } unlisted)
            Console.WriteLine($"{unlisted.Count} pairs were seen that the table does not list: {Text(unlisted)}.");
        Console.WriteLine(
            $"{coverage.Aims.Values.Sum(aim => aim.Lives):N0} scripts aimed at a pair, "
                + $"{coverage.Aims.Values.Sum(aim => aim.Hits):N0} hit it; the most often missed: {string.Join(", ", Missed(coverage))}."
        );
        Console.WriteLine();

        string Text(IEnumerable<(OrderStatus Status, Trigger On)> pairs) =>
            string.Join(", ", pairs.Select(pair => $"{OrderJson.Name(pair.Status)} × {OrderJson.Name(pair.On)}"));
        string Cell(OrderStatus status, Trigger trigger) =>
            coverage.Sighted.GetValueOrDefault((status, trigger)) is > 0 and var times ? times.ToString("N0", CultureInfo.InvariantCulture)
            : Transitions.Of(status, trigger).To.Count == 0 ? "–"
            : "0";
    }

    private static IEnumerable<string> Missed(Coverage coverage) =>
        coverage
            .Aims.Where(aim => aim.Value.Hits * 5 < aim.Value.Lives)
            .OrderBy(aim => (double)aim.Value.Hits / aim.Value.Lives)
            .ThenByDescending(aim => aim.Value.Lives)
            .Take(MostMissed)
            .Select(aim =>
                $"{OrderJson.Name(aim.Key.Status)} × {OrderJson.Name(aim.Key.On)} ({aim.Value.Hits} of {aim.Value.Lives}, not with "
                + $"seed {aim.Value.Missed})"
            );
}
