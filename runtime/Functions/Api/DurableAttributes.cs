using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the <c>TaskOrchestrationContext</c> of an orchestrator function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestrator's name; the function's name when null.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>Marks the input of an activity function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; the function's name when null.</summary>
    public string? Activity { get; set; }
}

/// <summary>Fills a <c>DurableTaskClient</c> parameter with the client of the app's task hub.</summary>
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The hub; the one of host.json when null. The stand-in has no other.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that holds the connection; the one of host.json when null. The stand-in has no other.</summary>
    public string? ConnectionName { get; set; }
}
