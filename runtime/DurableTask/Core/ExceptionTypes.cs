using System.Collections.Concurrent;

namespace LocalRuntime.DurableTask.Core;

/// <summary>Finds the type that a remembered failure names, to answer whether it derives from another.</summary>
internal static class ExceptionTypes
{
    private static readonly ConcurrentDictionary<string, Type?> Found = new(StringComparer.Ordinal);

    public static bool IsOrDerivesFrom(string errorType, Type target) =>
        errorType == target.FullName || (Found.GetOrAdd(errorType, Find) is { } type && target.IsAssignableFrom(type));

    private static Type? Find(string name) =>
        AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(name, throwOnError: false)).FirstOrDefault(type => type is not null);
}
