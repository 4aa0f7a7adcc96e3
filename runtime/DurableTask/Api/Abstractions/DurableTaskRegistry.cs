using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>The orchestrators and activities that a worker can run, by name and version.</summary>
public sealed partial class DurableTaskRegistry
{
    private readonly Dictionary<Key, Func<IServiceProvider, ITaskActivity>> _activities = [];
    private readonly Dictionary<Key, Func<IServiceProvider, ITaskOrchestrator>> _orchestrators = [];

    public DurableTaskRegistry()
    {
    }

    internal IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskActivity>>> GetActivities() =>
        _activities.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    internal IEnumerable<KeyValuePair<TaskName, Func<IServiceProvider, ITaskOrchestrator>>> GetOrchestrators() =>
        _orchestrators.Select(entry => KeyValuePair.Create(entry.Key.Name, entry.Value));

    internal Func<IServiceProvider, ITaskActivity>? FindActivity(TaskName name, TaskVersion version) => Find(_activities, name, version);

    internal Func<IServiceProvider, ITaskOrchestrator>? FindOrchestrator(TaskName name, TaskVersion version) => Find(_orchestrators, name, version);

    /// <summary>The one registered for exactly this version, else the one registered for none.</summary>
    private static T? Find<T>(Dictionary<Key, T> from, TaskName name, TaskVersion version)
        where T : class
        => from.GetValueOrDefault(new Key(name, version)) ?? from.GetValueOrDefault(new Key(name, default));

    private static TaskName NameOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var named = type.GetCustomAttribute<DurableTaskAttribute>()?.Name ?? default;
        return named.Name is null ? new TaskName(type.Name) : named;
    }

    private static TaskVersion VersionOf(Type type) => type.GetCustomAttribute<DurableTaskAttribute>()?.Version;

    private static void Require<T>(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (type.IsAbstract || !typeof(T).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not a concrete {typeof(T).Name}.", nameof(type));
    }

    private DurableTaskRegistry Add<T>(Dictionary<Key, T> to, TaskName name, TaskVersion version, T factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (string.IsNullOrEmpty(name.Name))
            throw new ArgumentException("A task needs a name.", nameof(name));
        if (!to.TryAdd(new Key(name, version), factory))
            throw new ArgumentException($"'{name}' is registered already{(version.Version.Length > 0 ? $" for version {version.Version}" : string.Empty)}.", nameof(name));
        return this;
    }

    private readonly record struct Key(TaskName Name, TaskVersion Version);
}
