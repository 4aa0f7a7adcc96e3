using System.Text.Json;
using Azure;
using Durable.Testing.Replay;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Orchestrations;
using Orders.Functions.Orchestrations.Orders;

namespace Bench.Replay;

/// <summary>Before a deployment: which open orders would this build break?</summary>
internal static class ReplayCheck
{
    /// <param name="arguments">The hub's name, <c>Orders</c> if absent. The connection string stands in AzureWebJobsStorage.</param>
    /// <returns>0 if none, 1 if any, 2 if the hub is not there.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var connection =
            Environment.GetEnvironmentVariable("AzureWebJobsStorage")
            ?? throw new InvalidOperationException("Set AzureWebJobsStorage to the connection string of the hub's storage account.");
        var hub = arguments is [var name] ? name : "Orders";
        await using var services = new ServiceCollection().Configure<JsonSerializerOptions>(OrderJson.Configure).BuildServiceProvider();
        using var live = new LiveHub(connection, hub);
        try
        {
            return await live.CheckAsync(HistoryGate.ForAssembly(typeof(OrderOrchestration).Assembly, services), Console.Out);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            await Console.Error.WriteLineAsync($"There is no hub {hub} in this storage account.");
            return 2;
        }
    }
}
