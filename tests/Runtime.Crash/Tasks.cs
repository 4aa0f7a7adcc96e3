using Microsoft.DurableTask;

namespace Runtime.Crash;

/// <summary>An orchestration with something of everything; each activity's result is fresh, and noted outside before it is returned.</summary>
internal static class Tasks
{
    public const int ChainLength = 3;
    public const int FanWidth = 3;

    public static void AddTo(DurableTaskRegistry registry, Journal drawn)
    {
        registry.AddActivityFunc<string, string>("Draw", (context, step) =>
        {
            var value = Guid.NewGuid().ToString("N");
            drawn.Write($"{context.InstanceId}|{step}|{value}");
            return Task.FromResult(value);
        });
        registry.AddOrchestratorFunc<string, List<string>>("Chain", async (context, prefix) =>
        {
            var values = new List<string>();
            for (var i = 0; i < ChainLength; i++)
                values.Add(await DrawAsync(context, $"{prefix}{i}"));
            return values;
        });
        registry.AddOrchestratorFunc<string, List<string>>("Mixed", async (context, input) =>
        {
            var values = new List<string> { $"input={input}" };
            values.Add(await DrawAsync(context, "first"));
            context.SetCustomStatus("fanning out");
            values.AddRange(await Task.WhenAll(Enumerable.Range(0, FanWidth).Select(i => DrawAsync(context, $"fan{i}"))));
            values.AddRange((await context.CallSubOrchestratorAsync<List<string>>("Chain", "chain", new SubOrchestrationOptions(instanceId: $"{context.InstanceId}-child"))).Select(v => $"child:{v}"));
            await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(50), CancellationToken.None);
            values.Add($"event={await context.WaitForExternalEvent<string>("Go")}");
            values.Add(await DrawAsync(context, "last"));
            return values;
        });
    }

    private static async Task<string> DrawAsync(TaskOrchestrationContext context, string step) => $"{step}={await context.CallActivityAsync<string>("Draw", step)}";
}
