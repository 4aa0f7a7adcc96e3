using Microsoft.DurableTask.Worker;

namespace Durable.Testing;

/// <summary>How a <see cref="TestHub"/> behaves.</summary>
public sealed class TestHubOptions
{
    /// <summary>Where the hub's clock begins, unless the services bring a <see cref="VirtualTime"/>.</summary>
    public DateTimeOffset Start { get; set; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Decides the interleaving of episodes and activities; null for the order of arrival.</summary>
    public int? Seed { get; set; }

    /// <summary>Crashes and outages; null for none.</summary>
    public FaultPlan? Faults { get; set; }

    /// <summary>What comes twice or too early; null for nothing.</summary>
    public Roughness? Rough { get; set; }

    /// <summary>How long what a killed process had in hand stays hidden from the next: most tests need not wait for it.</summary>
    public TimeSpan HiddenAfterCrash { get; set; } = TimeSpan.Zero;

    /// <summary>More episodes and activities than this without any time passing are an endless loop.</summary>
    public int MaxWorkWithoutTime { get; set; } = 100_000;

    /// <summary>As host.json sets it; null for no versions.</summary>
    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; set; }
}
