using System.Diagnostics;
using Simulation.Lives;
using Simulation.Machine;

namespace Simulation;

internal static class Program
{
    public static int Main(string[] args)
    {
        AppContext.SetSwitch("Microsoft.Extensions.DependencyInjection.DisableDynamicEngine", true);
        var blueprint = new Blueprint();
        var from = args.Length > 0 ? int.Parse(args[0], null) : 1;
        var count = args.Length > 1 ? int.Parse(args[1], null) : 10;
        var watch = Stopwatch.StartNew();
        var orders = 0;
        for (var seed = from; seed < from + count; seed++)
        {
            var life = new Life(blueprint, ScriptWriter.Write(seed));
            try
            {
                life.Play();
            }
            catch (Exception e)
            {
                Console.WriteLine($"seed {seed}: {e}");
                if (count == 1)
                    Console.WriteLine(string.Join('\n', life.Journal));
            }

            orders += life.Orders.Count;
            if (count <= 20)
                Console.WriteLine($"seed {seed}: {life.World.Calls} calls, {life.World.Moves} moves, {life.World.Crashes} crashes, {string.Join("; ", life.Orders.Values.Select(order => string.Join(" ", order.Road)))}");
        }

        Console.WriteLine($"{orders} orders in {watch.Elapsed.TotalSeconds:F1} s: {orders / watch.Elapsed.TotalSeconds:F0}/s");
        return 0;
    }
}
