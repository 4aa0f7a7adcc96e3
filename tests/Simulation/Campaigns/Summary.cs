using System.Globalization;
using Orders.Functions.Orders;
using Spectre.Console;

namespace Simulation.Campaigns;

/// <summary>What a campaign has seen, in tables.</summary>
internal static class Summary
{
    public static void Write(Campaign campaign)
    {
        var coverage = campaign.Coverage;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{campaign.Lives:N0} lives in {campaign.Took:hh\\:mm\\:ss}, {campaign.Lives / campaign.Took.TotalSeconds:N0} a second; {coverage.Calls:N0} calls to storage and companies, {coverage.Crashes:N0} crashes; seeds up to {campaign.LastSeed}."));
        Console.WriteLine();
        Table("fault", "times", coverage.Faults.OrderBy(fault => fault.Key).Select(fault => (fault.Key.ToString(), fault.Value)));
        Table("status", "orders", coverage.Statuses.OrderBy(status => status.Key).Select(status => (OrderJson.Name(status.Key), status.Value)));
        Table("timeline", "times", coverage.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => (outcome.Key, outcome.Value)));
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

    /// <summary>Which event reached orders in which status, how often.</summary>
    private static void Pairs(Coverage coverage)
    {
        var events = coverage.Events.Keys.Select(pair => pair.Event).Distinct().Order(StringComparer.Ordinal).ToArray();
        var statuses = Enum.GetValues<OrderStatus>();
        Console.WriteLine($"| event | {string.Join(" | ", statuses.Select(OrderJson.Name))} |");
        Console.WriteLine($"|---|{string.Concat(Enumerable.Repeat("---:|", statuses.Length))}");
        foreach (var name in events)
            Console.WriteLine($"| {name} | {string.Join(" | ", statuses.Select(status => coverage.Events.GetValueOrDefault((status, name)) is > 0 and var times ? times.ToString("N0", CultureInfo.InvariantCulture) : ""))} |");
        Console.WriteLine();
    }
}
