using System.Reflection;
using LocalRuntime.Functions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace LocalRuntime.Functions.Invocation;

/// <summary>All functions of an app.</summary>
internal sealed class FunctionCatalog(IReadOnlyList<FunctionDescriptor> functions)
{
    public IReadOnlyList<FunctionDescriptor> Functions { get; } = functions;

    public IEnumerable<(FunctionDescriptor Function, T Trigger)> TriggeredBy<T>()
        where T : TriggerBindingAttribute
        => Functions.Where(function => function.Trigger is T).Select(function => (function, (T)function.Trigger));

    /// <summary>Finds the public methods marked <c>[Function]</c>.</summary>
    /// <exception cref="HostStartException">Two functions have one name, or one has no trigger, or more than one.</exception>
    public static FunctionCatalog Discover(Assembly assembly, IReadOnlyCollection<Type>? only = null)
    {
        var functions = (only ?? assembly.GetTypes())
            .Where(type => type.IsClass && (!type.IsAbstract || type.IsSealed))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Select(method => (Method: method, Mark: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.Mark is not null)
            .Select(found => new FunctionDescriptor(found.Mark!.Name, found.Method))
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        foreach (var twins in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            throw new HostStartException($"Function name '{twins.Key}' is used by {string.Join(" and ", twins.Select(function => function.EntryPoint))}: each needs its own.");
        return new(functions);
    }
}
