using Bench.Engine;

return args switch
{
    ["engine"] => await EngineBench.RunAsync(),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench -- engine");
    return 2;
}
