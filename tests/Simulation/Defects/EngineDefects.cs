using LocalRuntime.DurableTask.Core;
using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Orders.Functions.Activities;
using Orders.Functions.Orders;
using Orders.Functions.Storage;
using Simulation.Lives;
using Simulation.Machine;

namespace Simulation.Defects;

/// <summary>An event for an orchestration that is busy with something else is dropped.</summary>
internal sealed class EarlyEventDropped : Defect
{
    public override string Name => "event dropped when early";

    // While an order stands still, what is asked of it is early.
    public override bool ShowsIn(Script script) => script.Aimed?.Any(fault => fault.Kind == FaultKind.Hang) == true;

    public override IHubStore Spoil(IHubStore store, World.World world) => new Dropping(store);

    private sealed class Dropping(IHubStore store) : SpoiltHubStore(store)
    {
        public override async Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation)
        {
            if (message is EventRaised && await Inner.LoadAsync(instanceId, cancellation) is { } instance && IsBusy(instance))
                return new InboxMessage("dropped", dedupeId, message);
            return await base.AppendInboxAsync(instanceId, dedupeId, message, cancellation);
        }

        private static bool IsBusy(InstanceState instance) =>
            instance.History.Count(played => played is TaskScheduled) > instance.History.Count(played => played is TaskCompleted or TaskFailed);
    }
}

/// <summary>A message is answered for before it is stored.</summary>
internal sealed class MessageKeptInMemory : Defect
{
    public override string Name => "message kept in memory only";

    // The process has to die between its answer and the step that the message would have been part of.
    public override bool ShowsIn(Script script) => script.Aimed?.Any(fault => fault.At == CallKind.Any) == true;

    public override IHubStore Spoil(IHubStore store, World.World world) => new Unstored(store);

    private sealed class Unstored(IHubStore store) : SpoiltHubStore(store)
    {
        private int _messages;

        public override Task<InboxMessage> AppendInboxAsync(string instanceId, string dedupeId, HistoryEvent message, CancellationToken cancellation) => message is EventRaised
            ? Task.FromResult(new InboxMessage($"memory-{++_messages:D16}", dedupeId, message))
            : base.AppendInboxAsync(instanceId, dedupeId, message, cancellation);
    }
}

/// <summary>A process writes over what another has written meanwhile.</summary>
internal sealed class SentinelSkipped : Defect
{
    public override string Name => "sentinel check skipped";

    // Two processes have to write at the same time.
    public override bool ShowsIn(Script script) => script.Aimed?.Any(fault => fault is { At: CallKind.Step, Kind: FaultKind.Stall }) == true;

    public override IHubStore Spoil(IHubStore store, World.World world) => new Blind(store);

    private sealed class Blind(IHubStore store) : SpoiltHubStore(store)
    {
        public override async Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
        {
            var stored = await Inner.LoadAsync(checkpoint.InstanceId, cancellation);
            return await base.CheckpointAsync(stored is null ? checkpoint : checkpoint with { Token = stored.Token, Position = stored.History.Count }, cancellation);
        }
    }
}

/// <summary>A cancelled timer is not cancelled.</summary>
internal sealed class TimerNotCancelled : Defect
{
    public override string Name => "timer not cancelled";

    public override ITaskOrchestrator Spoil(ITaskOrchestrator orchestrator) => new Deaf(orchestrator);

    private sealed class Deaf(ITaskOrchestrator orchestrator) : ITaskOrchestrator
    {
        public Type InputType => orchestrator.InputType;

        public Type OutputType => orchestrator.OutputType;

        public Task<object?> RunAsync(TaskOrchestrationContext context, object? input) => orchestrator.RunAsync(new DeafContext(context), input);
    }
}

/// <summary>What customers see is written before the orchestration's own step is.</summary>
internal sealed class StatusBeforeCommit : Defect
{
    public override string Name => "status projected before commit";

    public override IHubStore Spoil(IHubStore store, World.World world) => new Early(store, world);

    private sealed class Early(IHubStore store, World.World world) : SpoiltHubStore(store)
    {
        public override async Task<string> CheckpointAsync(Checkpoint checkpoint, CancellationToken cancellation)
        {
            foreach (var scheduled in checkpoint.NewEvents.OfType<TaskScheduled>().Where(scheduled => scheduled.Name == nameof(RecordProgress)))
            {
                var progress = Microsoft.DurableTask.Converters.JsonDataConverter.Default.Deserialize<Progress[]>(scheduled.Input)![0];
                await world.App.Get<OrderStore>().RecordAsync(progress, cancellation);
            }

            // The step itself is lost as often as not: its process stops here.
            return world.Chance($"early {checkpoint.InstanceId} {checkpoint.Position}").Next(10) == 0
                ? throw new HubUnavailableException("The step was not stored (simulated).", new TimeoutException())
                : await base.CheckpointAsync(checkpoint, cancellation);
        }
    }
}

/// <summary>A state that is written late puts back what came after it.</summary>
internal sealed class OldStateWritten : Defect
{
    public override string Name => "old state over new";

    // A process has to stand still with a state in its hand.
    public override bool ShowsIn(Script script) => script.Aimed?.Any(fault => fault is { At: CallKind.Progress, Kind: FaultKind.Stall }) == true;

    public override async Task RunAsync(InvocationContext run, FunctionExecutionDelegate activity)
    {
        await activity(run);
        if (run.Function.Name != nameof(RecordProgress) || await InputAsync<Progress>(run) is not { } progress)
            return;
        var table = run.InstanceServices.GetRequiredService<Azure.Data.Tables.TableServiceClient>().GetTableClient(StorageSchema.Orders);
        await table.UpsertEntityAsync(OrderRows.Of(progress.OrderId, progress.State, null), Azure.Data.Tables.TableUpdateMode.Replace, run.CancellationToken);
    }
}
