using LocalRuntime.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace Simulation.Defects;

/// <summary>A known fault of the app, put in from outside: what a simulation is worth is seen by whether it finds them.</summary>
internal abstract class Defect
{
    /// <summary>What it does wrong, in a few words.</summary>
    public abstract string Name { get; }

    /// <summary>Spoils the services of a process that is about to start.</summary>
    public virtual void Spoil(IServiceCollection services, World.World world)
    {
    }

    /// <summary>Spoils the orchestrators and activities of a process that is about to start.</summary>
    public virtual void Spoil(DurableTaskRegistry tasks, IServiceProvider services, World.World world)
    {
    }

    /// <summary>Puts something before the task hub's store.</summary>
    public virtual IHubStore Spoil(IHubStore store, World.World world) => store;
}
