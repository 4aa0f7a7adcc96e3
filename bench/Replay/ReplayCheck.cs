using System.Text.Json;
using Durable.Testing.Replay;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orders;

namespace Bench.Replay;

/// <summary>Before a deployment: which open orders would this build break?</summary>
internal static class ReplayCheck
{
    /// <param name="arguments">The hub's name, <c>Orders</c> if absent. The connection string stands in AzureWebJobsStorage.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var connection = Environment.GetEnvironmentVariable("AzureWebJobsStorage") ?? throw new InvalidOperationException("Set AzureWebJobsStorage to the connection string of the hub's storage account.");
        var hub = arguments is [var name] ? name : "Orders";
        await using var services = new ServiceCollection().Configure<JsonSerializerOptions>(OrderJson.Configure).BuildServiceProvider();
        return await new LiveHub(connection, hub).CheckAsync(HistoryGate.ForAssembly(typeof(OrderOrchestration).Assembly, services), Console.Out);
    }
}
