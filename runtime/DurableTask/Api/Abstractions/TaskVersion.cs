namespace Microsoft.DurableTask;

/// <summary>The version of an orchestration or activity; compared without regard to case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    public static readonly TaskVersion Unversioned;

    private readonly string? _version;

    public TaskVersion(string? version)
    {
        _version = version;
    }

    public string Version => _version ?? string.Empty;

    public static implicit operator string(TaskVersion value) => value.Version;

    public static implicit operator TaskVersion(string? value) => string.IsNullOrEmpty(value) ? default : new TaskVersion(value);

    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
