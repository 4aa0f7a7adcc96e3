using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Orders.Functions.Telemetry;

/// <summary>The app's own spans and counts. Dashboards and alerts go by these names (docs/operations.md).</summary>
internal static class Signals
{
    /// <summary>The name of the source of spans, and of the meter.</summary>
    public const string Name = "Orders.Functions";

    private static readonly ActivitySource _spans = new(Name);
    private static readonly Meter _meter = new(Name);

    /// <summary>Each try of each call to the storage account: how long it took, in seconds; how many there were is its count.</summary>
    public static Histogram<double> StorageCalls { get; } =
        _meter.CreateHistogram<double>("orders.storage.duration", "s", "Tries of calls to the storage account.");

    /// <summary>
    /// Where work that is queued now belongs to; null if nobody listens. It is carried with the message, as in a <c>traceparent</c> header.
    /// </summary>
    public static string? Here => Activity.Current?.Id;

    /// <summary>
    /// Begins work that a message asked for: in the trace of whoever queued it, linked with the call that took the message up.
    /// </summary>
    /// <param name="origin">What <see cref="Here"/> was; null for a message that began nowhere.</param>
    /// <returns>To be disposed at its end; null if nobody listens.</returns>
    public static Activity? Continue(string name, string? origin) =>
        ActivityContext.TryParse(origin, traceState: null, out var queued)
            ? _spans.StartActivity(
                name,
                ActivityKind.Consumer,
                queued,
                links: Activity.Current is { } taker ? [new ActivityLink(taker.Context)] : []
            )
            : _spans.StartActivity(name, ActivityKind.Consumer);
}
