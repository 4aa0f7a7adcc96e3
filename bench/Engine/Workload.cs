using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;

namespace Bench.Engine;

/// <summary>The orchestrations that are measured, and what they note while they run.</summary>
internal sealed class Workload
{
    /// <summary>When the activities of an instance began, in order.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Mark>> Marks { get; } = new(StringComparer.Ordinal);

    /// <summary>Completed each time an instance has taken an event.</summary>
    public ConcurrentDictionary<string, TaskCompletionSource<long>> Resumed { get; } = new(StringComparer.Ordinal);

    /// <summary>How long after its time each timer's orchestration went on, in milliseconds.</summary>
    public ConcurrentQueue<double> TimerErrors { get; } = new();

    public Func<int> CallsSoFar { get; set; } = () => 0;

    public void AddTo(DurableTaskRegistry registry)
    {
        registry.AddActivityFunc<int, int>("Step", (context, number) =>
        {
            Marks.GetOrAdd(context.InstanceId, _ => new()).Enqueue(new(Stopwatch.GetTimestamp(), CallsSoFar()));
            return Task.FromResult(number + 1);
        });
        registry.AddOrchestratorFunc<int, int>("Sequence", async (context, steps) =>
        {
            var value = 0;
            for (var i = 0; i < steps; i++)
                value = await context.CallActivityAsync<int>("Step", value);
            return value;
        });
        registry.AddOrchestratorFunc<int, int>("FanOut", async (context, width) =>
        {
            var results = await Task.WhenAll(Enumerable.Range(0, width).Select(i => context.CallActivityAsync<int>("Step", i)));
            return results.Sum();
        });
        registry.AddOrchestratorFunc<int, int>("Events", async (context, count) =>
        {
            for (var i = 0; i < count; i++)
            {
                await context.WaitForExternalEvent<int>("Go");
                if (!context.IsReplaying)
                    Resumed[context.InstanceId].TrySetResult(Stopwatch.GetTimestamp());
            }
            return count;
        });
        registry.AddOrchestratorFunc<int, int>("Timers", async (context, milliseconds) =>
        {
            var due = context.CurrentUtcDateTime.AddMilliseconds(milliseconds);
            await context.CreateTimer(due, CancellationToken.None);
            if (!context.IsReplaying)
                TimerErrors.Enqueue((DateTime.UtcNow - due).TotalMilliseconds);
            return milliseconds;
        });
    }

    /// <param name="Timestamp">Of the stopwatch.</param>
    /// <param name="Calls">Storage calls made until then.</param>
    internal readonly record struct Mark(long Timestamp, int Calls);
}
