using Simulation.Lives;
using Simulation.Machine;
using Spectre.Console;

namespace Simulation.Campaigns;

/// <summary>Plays one script and tells all about it.</summary>
internal static class SingleTrial
{
    public static int Run(Blueprint blueprint, Script script, Options options)
    {
        if (options.Shrink)
            script = new Shrinker(candidate => Trial.Of(blueprint, candidate) is { Held: false } broken ? broken.Violations[0].Invariant : null).Shrink(script);
        var trial = Trial.Of(blueprint, script);
        var life = trial.Life;
        Console.WriteLine(script);
        foreach (var line in life.Journal)
            Console.WriteLine(line);
        foreach (var order in life.Orders.Values)
            Console.WriteLine($"order {order.Index} {order.OrderId}: {string.Join(" → ", order.Road)}");
        Console.WriteLine($"{life.World.Calls} calls, {life.World.Moves} moves, {life.World.Crashes} crashes; faults: {string.Join(", ", life.World.Faults.Select(fault => $"{fault.Key} {fault.Value}"))}");
        Console.WriteLine($"trace {life.Trace:x16}");
        foreach (var violation in trial.Violations)
            AnsiConsole.MarkupLineInterpolated($"[red]{violation.ToString()}[/]");
        return trial.Held ? 0 : 1;
    }
}
