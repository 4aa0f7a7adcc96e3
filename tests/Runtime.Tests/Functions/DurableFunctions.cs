using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Runtime.Tests.Functions;

/// <summary>Orchestrators, activities and a starter, as an app would write them.</summary>
public static class DurableFunctions
{
    [Function("Hello")]
    public static async Task<string> HelloAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var name = context.GetInput<string>();
        return await context.CallActivityAsync<string>("Greeter", name) + await context.CallActivityAsync<string>("Greeter", "again");
    }

    [Function("Waiting")]
    public static Task<string> WaitingAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");

    [Function("Broken")]
    public static Task BrokenAsync([OrchestrationTrigger] TaskOrchestrationContext context) => throw new InvalidOperationException("It is broken.");

    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client) =>
        TypedResults.Text(await client.ScheduleNewOrchestrationInstanceAsync(name, "李雷", request.HttpContext.RequestAborted));
}

public sealed class Greeter(Postbox box)
{
    [Function(nameof(Greeter))]
    public Task<string> RunAsync([ActivityTrigger] string name, FunctionContext context)
    {
        box.Seen.Enqueue($"{context.FunctionDefinition.Name}({name})");
        return Task.FromResult($"Hello {name}. ");
    }
}
