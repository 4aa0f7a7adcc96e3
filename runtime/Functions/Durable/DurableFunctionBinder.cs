using System.Reflection;
using LocalRuntime.Functions.Invocation;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace LocalRuntime.Functions.Durable;

/// <summary>Registers orchestrator and activity functions under their names, so that an engine can run them.</summary>
internal static class DurableFunctionBinder
{
    /// <summary>Registers all of an assembly, without middleware.</summary>
    /// <param name="services">Where activities get their collaborators; each run has a scope of its own.</param>
    public static void Register(DurableTaskRegistry registry, Assembly functions, IServiceProvider services) =>
        Register(registry, FunctionCatalog.Discover(functions), new FunctionInvoker([]), services);

    public static void Register(DurableTaskRegistry registry, FunctionCatalog catalog, FunctionInvoker invoker, IServiceProvider services)
    {
        foreach (var (function, trigger) in catalog.TriggeredBy<OrchestrationTriggerAttribute>())
            registry.AddOrchestrator(trigger.Orchestration ?? function.Name, new FunctionOrchestrator(function));
        foreach (var (function, trigger) in catalog.TriggeredBy<ActivityTriggerAttribute>())
            registry.AddActivity(trigger.Activity ?? function.Name, new FunctionActivity(function, invoker, services));
    }
}
