using Lives.Machine;
using Lives.Oracle;
using Lives.Scripts;
using Spectre.Console;

namespace Lives.Campaigns;

/// <summary>Plays one script and tells all about it.</summary>
internal static class SingleTrial
{
    public static int Run(Blueprint blueprint, Script script, Options options)
    {
        if (options.Shrink)
            script = new Shrinker(candidate =>
                Trial.Of(blueprint, candidate) is { Held: false } broken ? broken.Violations[0].Invariant : null
            ).Shrink(script);
        var trial = Trial.Of(blueprint, script);
        var life = trial.Life;
        Console.WriteLine(script);
        foreach (var line in life.Journal)
            Console.WriteLine(line);
        foreach (var order in life.Orders.Values)
            Console.WriteLine($"order {order.Index} {order.OrderId}: {string.Join(" → ", order.Road)}");
        Console.WriteLine(
            $"{life.World.Calls} calls, {life.World.Moves} moves, {life.World.Crashes} crashes; faults: "
                + $"{string.Join(", ", life.World.Faults.Select(fault => $"{fault.Key} {fault.Value}"))}"
        );
        Console.WriteLine($"trace {life.Trace:x16}");
        foreach (
            var broken in Ending
                .Of(life)
                .Orders.Where(order => trial.Violations.Any(violation => violation.ToString().Contains(order.Id, StringComparison.Ordinal)))
        )
            Tell(life, broken);
        foreach (var violation in trial.Violations)
            AnsiConsole.MarkupLineInterpolated($"[red]{violation.ToString()}[/]");
        return trial.Held ? 0 : 1;
    }

    /// <summary>What stands in the shop's books of an order.</summary>
    private static void Tell(Life life, OrderFile order)
    {
        Console.WriteLine($"books of {order.Id}:");
        var lines = order
            .Timeline.Select(entry =>
                (
                    entry.Time,
                    Text: $"{entry.Kind} {entry.Actor} {string.Join(", ", entry.Facts?.Select(fact => $"{fact.Key} {fact.Value}") ?? [])}"
                )
            )
            .Concat(order.Record.Ledger.Select(entry => (Time: entry.At, Text: $"{entry.Kind} {entry.Amount} {entry.Key}")));
        foreach (var (time, text) in lines.OrderBy(line => line.Time))
            Console.WriteLine($"  {time - life.World.Clock.Start:d\\.hh\\:mm\\:ss} {text}");
    }
}
