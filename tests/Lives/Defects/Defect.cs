using Durable.Testing.Hub;
using Lives.Machine;
using Lives.Scripts;
using Lives.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Lives.Defects;

/// <summary>
/// A known fault of the app or of somebody it works with, put in from outside: what a simulation is worth is seen by whether it finds them.
/// </summary>
internal abstract class Defect
{
    /// <summary>What it does wrong, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a life by this script can show it: the hunt leaves the others out.</summary>
    public virtual bool ShowsIn(Script script) => true;

    /// <summary>Spoils the services of a process that is about to start.</summary>
    public virtual void Spoil(IServiceCollection services, World world) { }

    /// <summary>Puts something around each orchestrator.</summary>
    public virtual ITaskOrchestrator Spoil(ITaskOrchestrator orchestrator) => orchestrator;

    /// <summary>Spoils a run of an activity.</summary>
    public virtual Task<object?> RunAsync(ActivityRun run, Func<Task<object?>> activity) => activity();

    /// <summary>Spoils the handling of a queue message.</summary>
    public virtual Task HandleAsync(AppProcess app, QueuedMessage message, Func<Task> handle) => handle();

    /// <summary>Spoils a round of a timer-triggered function.</summary>
    public virtual Task SweepAsync(string function, Func<Task> sweep) => sweep();

    /// <summary>Whether a script has a fault of a kind.</summary>
    protected static bool Has(Script script, FaultKind kind) =>
        script.Faults.Any(fault => fault.Kind == kind) || script.Aimed?.Any(fault => fault.Kind == kind) == true;
}
