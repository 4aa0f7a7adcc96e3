using System.Diagnostics.Metrics;

namespace Orders.Functions.Telemetry;

/// <summary>
/// How the shop stands, as last counted. An export reads nothing: it gets the last count, unless that is old. Then another instance counts,
/// and this one is silent.
/// </summary>
public sealed class Gauges : IDisposable
{
    private static readonly TimeSpan _freshness = TimeSpan.FromMinutes(3);

    private readonly TimeProvider _clock;
    private volatile Count? _last;

    public Gauges(TimeProvider clock)
    {
        _clock = clock;
        Meter.CreateObservableGauge(
            "orders.open",
            () => Measured(count => count.OrdersByStatus, "order.status"),
            "{order}",
            "Open orders by status."
        );
        Meter.CreateObservableGauge(
            "orders.tasks.open",
            () => Measured(count => count.TasksByQueue, "queue"),
            "{task}",
            "What waits for a person, by queue of work."
        );
        Meter.CreateObservableGauge(
            "orders.mails.waiting",
            () => Measured(count => count.MailsWaiting),
            "{mail}",
            "Mails that have not come to their end."
        );
        Meter.CreateObservableGauge(
            "orders.events.oldest",
            () => Measured(count => count.OldestEvent.TotalSeconds),
            "s",
            "Age of the oldest event of a company that had no effect yet; 0 if there is none."
        );
    }

    internal Meter Meter { get; } = new(Signals.Name);

    public void Show(Count count) => _last = count;

    public void Dispose() => Meter.Dispose();

    private IEnumerable<Measurement<long>> Measured(Func<Count, IReadOnlyDictionary<string, long>> part, string tag) =>
        Fresh() is { } count
            ? part(count).Select(entry => new Measurement<long>(entry.Value, new KeyValuePair<string, object?>(tag, entry.Key)))
            : [];

    private IEnumerable<Measurement<T>> Measured<T>(Func<Count, T> value)
        where T : struct => Fresh() is { } count ? [new Measurement<T>(value(count))] : [];

    private Count? Fresh() => _last is { } count && _clock.GetUtcNow() - count.At < _freshness ? count : null;

    /// <summary>One count of everything.</summary>
    /// <param name="OldestEvent">Zero if every event had its effect.</param>
    public sealed record Count(
        DateTimeOffset At,
        IReadOnlyDictionary<string, long> OrdersByStatus,
        IReadOnlyDictionary<string, long> TasksByQueue,
        long MailsWaiting,
        TimeSpan OldestEvent
    );
}
