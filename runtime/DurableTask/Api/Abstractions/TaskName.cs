namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or activity. Names are compared without regard to case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    private readonly string? _name;

    public TaskName(string name)
    {
        _name = name;
    }

    public string Name => _name!;

    /// <summary>Always empty: versions travel in <see cref="TaskVersion"/>.</summary>
    public string Version => _name is null ? null! : string.Empty;

    public static implicit operator string(TaskName value) => value.Name;

    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new TaskName(value);

    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    public bool Equals(TaskName other) => string.Equals(_name, other._name, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    public override int GetHashCode() => _name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_name);

    public override string ToString() => _name ?? string.Empty;
}
