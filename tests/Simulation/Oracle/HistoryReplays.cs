using LocalRuntime.DurableTask.Core;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging.Abstractions;

namespace Simulation.Oracle;

/// <summary>An orchestration's history, played from its beginning to code that remembers nothing, leads to the same decisions and the same end. (In lives that are cold the engine replays it so before each step, too.)</summary>
internal sealed class HistoryReplays : Invariant
{
    /// <summary>Replaying all of them costs as much as a good part of the life itself.</summary>
    private const int OneLifeIn = 4;

    public override void AtEnd(Ending ending)
    {
        foreach (var (id, instance) in ending.Instances)
        {
            if (instance.Row.Failure is { } failure && failure.ErrorType.Contains("NonDeterministic", StringComparison.Ordinal))
                Violated(null, $"{id} failed: {failure.ErrorMessage}");
        }

        if (Life.Script.Seed % OneLifeIn != 0)
            return;
        Life.World.Read(app =>
        {
            var registry = new DurableTaskRegistry();
            Machine.Blueprint.AddTasks(registry, app.Services, defect: null);
            var settings = new ReplaySettings
            {
                CreateOrchestrator = (name, version) => registry.FindOrchestrator(name, version)?.Invoke(app.Services),
                DataConverter = app.Engine.Options.DataConverter,
                LoggerFactory = NullLoggerFactory.Instance,
                MaximumTimerInterval = app.Engine.Options.MaximumTimerInterval,
            };
            foreach (var (id, instance) in ending.Instances.Where(one => one.Value.History.Count > 0))
                JudgeReplay(id, new ReplaySession(settings).Execute(Played(instance), []), instance.Row.Status);
            return Task.FromResult(true);
        });
    }

    // An end is never replayed: after it nothing may follow, not even the mark that its turn is over.
    private static IReadOnlyList<HistoryEvent> Played(LocalRuntime.DurableTask.Storage.InstanceState instance) =>
        instance.Row.Status == OrchestrationStatus.Completed && instance.History[^1] is OrchestratorCompleted ? [.. instance.History.SkipLast(1)] : instance.History;

    private void JudgeReplay(string id, TurnResult replayed, OrchestrationStatus recorded)
    {
        Expect(replayed.Completion?.Failure is null || recorded == OrchestrationStatus.Failed, null, $"{id} does not replay: {replayed.Completion?.Failure?.ErrorMessage}");
        Expect(replayed.Decisions.Count == 0, null, $"{id} decides, when replayed, what its history does not have: {string.Join(", ", replayed.Decisions)}");
        Expect((replayed.Completion?.Status ?? OrchestrationStatus.Running) == recorded, null, $"{id} is {recorded}, and when replayed {replayed.Completion?.Status}");
    }
}
