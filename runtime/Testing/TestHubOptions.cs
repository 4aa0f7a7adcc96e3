using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Worker;

namespace LocalRuntime.Testing;

/// <summary>How a <see cref="TestHub"/> behaves.</summary>
public sealed class TestHubOptions
{
    /// <summary>Where the hub's clock begins, unless the services bring a <see cref="VirtualTime"/>.</summary>
    public DateTimeOffset Start { get; set; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Decides the interleaving of steps and activities; null for the order of arrival.</summary>
    public int? Seed { get; set; }

    /// <summary>Crashes and outages; null for none.</summary>
    public FaultPlan? Faults { get; set; }

    /// <summary>More steps and activities than this without any time passing are an endless loop.</summary>
    public int MaxWorkWithoutTime { get; set; } = 100_000;

    public DataConverter DataConverter { get; set; } = JsonDataConverter.Default;

    public DurableTaskWorkerOptions.VersioningOptions? Versioning { get; set; }

    /// <summary>Longer timers are cut into pieces of this length.</summary>
    public TimeSpan MaximumTimerInterval { get; set; } = TimeSpan.FromDays(3);
}
