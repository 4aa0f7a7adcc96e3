using System.Collections.Concurrent;

namespace Parity.App;

/// <summary>Counts how often something was tried in this process.</summary>
public sealed class Attempts
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>The number of this attempt; 1 is the first.</summary>
    public int Next(string what) => _counts.AddOrUpdate(what, 1, static (_, count) => count + 1);
}
