using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Durable.Testing.Functions;

/// <summary>The orchestrator and activity functions of an app. Found once; all processes that run them share them.</summary>
public sealed class HubFunctions
{
    private static readonly ConcurrentDictionary<Assembly, Lazy<HubFunctions>> _known = new();

    // The official host does not tell upper from lower case in names of functions.
    private readonly Dictionary<string, OrchestratorFunction> _orchestrators = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ActivityFunction> _activities = new(StringComparer.OrdinalIgnoreCase);

    private HubFunctions(IEnumerable<Type> classes)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var method in classes.SelectMany(type => type.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } function)
                continue;
            foreach (var parameter in method.GetParameters())
            {
                if (parameter.GetCustomAttribute<OrchestrationTriggerAttribute>() is { } orchestration)
                    Add(_orchestrators, orchestration.Orchestration ?? function.Name, new OrchestratorFunction(method, parameter));
                else if (parameter.GetCustomAttribute<ActivityTriggerAttribute>() is { } activity)
                    Add(_activities, activity.Activity ?? function.Name, new ActivityFunction(method, parameter));
            }
        }
    }

    /// <summary>Those of the function app in an assembly.</summary>
    public static HubFunctions Of(Assembly functions) =>
        _known.GetOrAdd(functions, static assembly => new Lazy<HubFunctions>(() => new HubFunctions(assembly.GetTypes()))).Value;

    /// <summary>Those of some classes.</summary>
    public static HubFunctions Of(IEnumerable<Type> classes) => new(classes);

    internal OrchestratorFunction? FindOrchestrator(string name) => _orchestrators.GetValueOrDefault(name);

    internal ActivityFunction? FindActivity(string name) => _activities.GetValueOrDefault(name);

    /// <summary>As the official host says it.</summary>
    internal string NoOrchestrator(string name) => Unknown(name, "an orchestrator", "orchestrator", _orchestrators.Keys);

    /// <inheritdoc cref="NoOrchestrator"/>
    internal string NoActivity(string name) => Unknown(name, "an activity", "activity", _activities.Keys);

    private static string Unknown(string name, string a, string kind, IReadOnlyCollection<string> known) =>
        $"The function '{name}' doesn't exist, is disabled, or is not {a} function. Additional info: "
        + (
            known.Count > 0
                ? $"The following are the known {kind} functions: '{string.Join("', '", known)}'."
                : $"No {kind} functions are currently registered!"
        );

    private static void Add<T>(Dictionary<string, T> functions, string name, T function)
    {
        if (!functions.TryAdd(name, function))
            throw new InvalidOperationException($"There are two functions named '{name}'.");
    }
}
