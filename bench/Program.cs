using Bench.Engine;
using Bench.Orders;

return args switch
{
    ["engine"] => await EngineBench.RunAsync(),
    ["order"] => await OrderBench.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench -- engine|order");
    return 2;
}
