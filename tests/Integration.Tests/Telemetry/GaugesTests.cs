using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Orders.Functions.Telemetry;

namespace Integration.Tests.Telemetry;

public sealed class GaugesTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Gauges _gauges;
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, object> _seen = new(StringComparer.Ordinal);

    public GaugesTests()
    {
        _gauges = new(_clock);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.IsObservable && ReferenceEquals(instrument.Meter, _gauges.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _seen[Name(instrument, tags)] = value);
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _seen[Name(instrument, tags)] = value);
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _gauges.Dispose();
    }

    [Fact]
    public void Nothing_is_shown_before_the_first_count()
    {
        _listener.RecordObservableInstruments();

        Assert.Empty(_seen);
    }

    [Fact]
    public void The_last_count_is_shown_until_it_is_old()
    {
        _gauges.Show(
            new(
                _clock.GetUtcNow(),
                new Dictionary<string, long> { ["preparing"] = 3 },
                new Dictionary<string, long> { ["claims"] = 1 },
                2,
                TimeSpan.FromMinutes(4)
            )
        );
        _listener.RecordObservableInstruments();

        Assert.Equal(3L, _seen["orders.open preparing"]);
        Assert.Equal(1L, _seen["orders.tasks.open claims"]);
        Assert.Equal(2L, _seen["orders.mails.waiting"]);
        Assert.Equal(240d, _seen["orders.events.oldest"]);

        _seen.Clear();
        _clock.Advance(TimeSpan.FromMinutes(3));
        _listener.RecordObservableInstruments();

        Assert.Empty(_seen);
    }

    private static string Name(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
}
