using Bench.Engine;
using Bench.Orders;
using Bench.Replay;

return args switch
{
    ["engine"] => await EngineBench.RunAsync(),
    ["order"] => await OrderBench.RunAsync(),
    ["replay", .. var hub] => await ReplayCheck.RunAsync(hub),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench -- engine|order|replay [hub]");
    return 2;
}
