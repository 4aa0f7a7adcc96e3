namespace Microsoft.DurableTask.Abstractions;

/// <summary>The order of versions.</summary>
public static class TaskOrchestrationVersioningUtils
{
    /// <summary>
    /// Less than zero when the first is older. No version is older than any; two that read as numbers (1.10.0) compare as such; all others as text without regard to case.
    /// </summary>
    public static int CompareVersions(string sourceVersion, string otherVersion)
    {
        var sourceEmpty = string.IsNullOrWhiteSpace(sourceVersion);
        var otherEmpty = string.IsNullOrWhiteSpace(otherVersion);
        if (sourceEmpty || otherEmpty)
            return otherEmpty.CompareTo(sourceEmpty);
        return Version.TryParse(sourceVersion, out var source) && Version.TryParse(otherVersion, out var other)
            ? source.CompareTo(other)
            : string.Compare(sourceVersion, otherVersion, StringComparison.OrdinalIgnoreCase);
    }
}
