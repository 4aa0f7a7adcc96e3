using Bench.Orders;
using Bench.Replay;

return args switch
{
    ["order"] => await OrderBench.RunAsync(oneByOne: false),
    ["order", "--one-by-one"] => await OrderBench.RunAsync(oneByOne: true),
    ["replay", .. var hub] => await ReplayCheck.RunAsync(hub),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench -- order [--one-by-one]|replay [hub]");
    return 2;
}
