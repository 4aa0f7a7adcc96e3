using LocalRuntime.DurableTask.Storage;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Simulation.Lives;
using Simulation.Machine;

namespace Simulation.Defects;

/// <summary>A known fault of the app, put in from outside: what a simulation is worth is seen by whether it finds them.</summary>
internal abstract class Defect
{
    /// <summary>What it does wrong, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a life by this script can show it: the hunt leaves the others out.</summary>
    public virtual bool ShowsIn(Script script) => true;

    /// <summary>Spoils the services of a process that is about to start.</summary>
    public virtual void Spoil(IServiceCollection services, World.World world)
    {
    }

    /// <summary>Puts something before the task hub's store.</summary>
    public virtual IHubStore Spoil(IHubStore store, World.World world) => store;

    /// <summary>Puts something around each orchestrator.</summary>
    public virtual ITaskOrchestrator Spoil(ITaskOrchestrator orchestrator) => orchestrator;

    /// <summary>Spoils a run of an activity.</summary>
    public virtual Task RunAsync(InvocationContext run, FunctionExecutionDelegate activity) => activity(run);

    /// <summary>Spoils the handling of a queue message.</summary>
    public virtual Task HandleAsync(AppProcess app, string queue, Func<Task> handle) => handle();

    /// <summary>What an activity was called with.</summary>
    protected static async Task<T> InputAsync<T>(InvocationContext run) => (T)(await run.Trigger.BindAsync(run.Function.TriggerParameter, run))!;
}
