using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Host.Tests.App;

public sealed class DurableFunctions
{
    [Function("Start")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "start/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client
    )
    {
        _ = request;
        return TypedResults.Text(await client.ScheduleNewOrchestrationInstanceAsync("Relay", name));
    }

    /// <summary>Runs one step, and tells what became of it.</summary>
    [Function("Relay")]
    public Task<string> Relay([OrchestrationTrigger] TaskOrchestrationContext context, string name) =>
        context.CallActivityAsync<string>(
            "Step",
            name,
            new TaskOptions(new RetryPolicy(maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromMilliseconds(100)))
        );

    [Function("Step")]
    public async Task<string> Step([ActivityTrigger] string name)
    {
        Notes.Add($"step {name}");
        await Notes.AllowedAsync(name);
        Notes.Add($"step {name} is done");
        return $"{name} went well";
    }

    /// <summary>Waits for an event, and ends with what it carries.</summary>
    [Function("Listen")]
    public Task<string> Listen([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("word");
}
