using Bench.Orders;
using Bench.Replay;

return args switch
{
    ["order"] => await OrderBench.RunAsync(),
    ["replay", .. var hub] => await ReplayCheck.RunAsync(hub),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench -- order|replay [hub]");
    return 2;
}
