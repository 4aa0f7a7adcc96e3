using Bench;
using Bench.Engine;
using Bench.Load;
using Bench.Orders;
using Bench.Plot;
using Bench.Replay;
using Bench.Scale;

const string Usage = """
    dotnet run -c Release --project bench -- ...
      order                    what an order costs: storage calls, steps, memory
        --one-by-one           also the calls of one order, one after another
      replay [HUB]             whether this build breaks open orders
      load                     whole orders a second
        --at-once 1,8,32       orders under way at once, level by level
        --orders 160           orders of each level
        --runs 5               how often all levels are run; the median counts
        --warm-up 200          orders before the first level of each run
        --webhooks 200         then webhooks at this rate a second, and how soon they are answered
        --peer FOLDER          in turns with the peer that is set up there
        --app FOLDER           the app as it was published there, instead of the one that was built along
        --set NAME=VALUE,...   settings of the app or its runtime, as environment variables
        --results FILE         keep the figures (JSON), with a picture of them beside it; with --peer in docs/pictures
      floor                    orchestrations a second of the engine alone; flags as of load, without peer and webhooks
      scale                    what many open orders in storage cost
        --open 2000            so many, more than 200
      plot FILE...             put the figures of several files into the first, and draw it
    """;

try
{
    return args switch
    {
        ["order"] => await OrderBench.RunAsync(oneByOne: false),
        ["order", "--one-by-one"] => await OrderBench.RunAsync(oneByOne: true),
        ["replay", .. var hub] => await ReplayCheck.RunAsync(hub),
        ["load", .. var flags] => await LoadBench.RunAsync(LoadOptions.Read(flags, "peer", "webhooks")),
        ["floor", .. var flags] => await FloorBench.RunAsync(LoadOptions.Read(flags)),
        ["scale", .. var flags] => await ScaleBench.RunAsync(Flags.Read(flags, "open").Number("open", 2000)),
        ["plot", .. var files] => await Results.JoinAsync(files),
        _ => throw new UsageException("Which command?"),
    };
}
catch (UsageException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{Usage}");
    return 2;
}
