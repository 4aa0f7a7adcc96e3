using LocalRuntime.Testing.Replay;
using Orders.Functions.Orchestrations;

namespace Bench.Replay;

/// <summary>Before a deployment: which open orders would this build break?</summary>
internal static class ReplayCheck
{
    /// <param name="arguments">The hub's name, <c>Orders</c> if absent. The connection string stands in AzureWebJobsStorage.</param>
    public static Task<int> RunAsync(string[] arguments)
    {
        var connection = Environment.GetEnvironmentVariable("AzureWebJobsStorage") ?? throw new InvalidOperationException("Set AzureWebJobsStorage to the connection string of the hub's storage account.");
        var hub = arguments is [var name] ? name : "Orders";
        return LiveHub.CheckAsync(connection, hub, HistoryGate.ForAssembly(typeof(OrderOrchestration).Assembly), Console.Out);
    }
}
