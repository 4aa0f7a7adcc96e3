using LocalRuntime.Functions.Hosting;
using LocalRuntime.Functions.Invocation;
using LocalRuntime.Functions.Queues;
using LocalRuntime.Functions.Timers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalRuntime.Functions.Triggers;

/// <summary>Makes the listeners of an app's queue and timer functions.</summary>
internal sealed class TriggerFactory(
    FunctionCatalog catalog,
    HostSettings settings,
    IConfiguration configuration,
    FunctionInvoker invoker,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILoggerFactory loggers)
{
    /// <exception cref="HostStartException">A queue name, a connection or a schedule is missing or wrong.</exception>
    public TriggerListeners Create()
    {
        var listeners = new List<ITriggerListener>();
        foreach (var (function, trigger) in catalog.TriggeredBy<QueueTriggerAttribute>())
        {
            var queue = new TriggerQueue(Connection(trigger.Connection, function), configuration.Expand(trigger.QueueName, function.Name), settings.Queues);
            listeners.Add(new QueueListener(function, queue, settings.Queues, invoker, scopes, time, loggers.CreateLogger<QueueListener>()));
        }

        var timers = catalog.TriggeredBy<TimerTriggerAttribute>().ToList();
        if (timers.Count > 0)
        {
            var first = timers[0].Function;
            var store = TimerStatusStore.For(Connection(name: null, first), settings.DurableTask.HubName);
            foreach (var (function, trigger) in timers)
            {
                var schedule = TimerSchedule.Parse(configuration.Expand(trigger.Schedule, function.Name), function.Name);
                listeners.Add(new TimerListener(function, trigger, schedule, store, invoker, scopes, time, loggers.CreateLogger<TimerListener>()));
            }
        }

        return new(listeners, loggers.CreateLogger<TriggerListeners>());
    }

    private string Connection(string? name, FunctionDescriptor function)
    {
        name ??= HostSettings.DefaultConnection;
        return configuration[name] ?? configuration[$"AzureWebJobs{name}"] ?? configuration.GetConnectionString(name)
            ?? throw new HostStartException($"Function '{function.Name}' needs the storage connection {name}, which is not configured.");
    }
}
