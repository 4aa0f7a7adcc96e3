using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;

namespace LocalHost.Functions;

/// <summary>What the WebJobs SDK indexes for each kind of binding: a parameter's type and its attribute.</summary>
internal static class BindingAttributes
{
    /// <exception cref="HostStartException">The binding's extension is not part of this host.</exception>
    public static (Type Type, CustomAttributeBuilder? Attribute) Of(FunctionDescription function, Binding binding) =>
        binding.Type switch
        {
            // Called by the routes of this host, not by a listener.
            "httptrigger" => (typeof(HttpContext), null),
            "activitytrigger" => (typeof(string), Make<ActivityTriggerAttribute>([])),
            "durableclient" => (
                typeof(string),
                Make<DurableClientAttribute>([], ("TaskHub", binding["taskHub"]), ("ConnectionName", binding["connectionName"]))
            ),
            "entitytrigger" => (typeof(string), Make<EntityTriggerAttribute>([])),
            "orchestrationtrigger" => (typeof(string), Make<OrchestrationTriggerAttribute>([])),
            "queuetrigger" => (typeof(string), Make<QueueTriggerAttribute>([binding["queueName"]!], ("Connection", binding["connection"]))),
            "timertrigger" => (
                typeof(TimerInfo),
                Make<TimerTriggerAttribute>(
                    [binding["schedule"]!],
                    ("RunOnStartup", binding.Flag("runOnStartup")),
                    ("UseMonitor", binding.Flag("useMonitor"))
                )
            ),
            _ => throw new HostStartException(
                $"Function '{function.Name}' has a binding of type '{binding.Type}', which the local host does not serve."
            ),
        };

    public static CustomAttributeBuilder Make<T>(object[] arguments, params (string Name, object? Value)[] properties)
        where T : Attribute
    {
        var set = properties.Where(property => property.Value is not null).ToList();
        return new(
            typeof(T).GetConstructor([.. arguments.Select(argument => argument.GetType())])!,
            arguments,
            [.. set.Select(property => typeof(T).GetProperty(property.Name)!)],
            [.. set.Select(property => property.Value)]
        );
    }
}
