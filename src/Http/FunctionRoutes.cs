using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Orders.Functions.Http;

/// <summary>The app's HTTP functions, by name, and the routes by which they are reached: what the doors in front of them look at.</summary>
internal static class FunctionRoutes
{
    /// <summary>Without the prefix <c>/api</c>.</summary>
    public static FrozenDictionary<string, string> All { get; } =
        (
            from type in typeof(FunctionRoutes).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            let trigger = method
                .GetParameters()
                .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>())
                .FirstOrDefault(found => found is not null)
            where trigger is not null
            select KeyValuePair.Create(function.Name, (trigger.Route ?? function.Name).TrimStart('/'))
        ).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
