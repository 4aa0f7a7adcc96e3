using System.Diagnostics;
using Orders.Functions.Telemetry;

namespace Integration.Tests.Telemetry;

public sealed class SignalsTests : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = source => source.Name == Signals.Name,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public SignalsTests() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Queued_work_continues_its_senders_trace_and_links_to_its_receiver()
    {
        using var step = new Activity("step").Start();
        var origin = Signals.Here;
        step.Stop();
        using var taker = new Activity("queue trigger").Start();

        using var work = Signals.Continue("send mail", origin);

        Assert.Equal(step.TraceId, work!.TraceId);
        Assert.Equal(step.SpanId, work.ParentSpanId);
        Assert.Equal(taker.SpanId, Assert.Single(work.Links).Context.SpanId);
    }

    [Fact]
    public void Message_without_a_trace_is_traced_where_it_is_received()
    {
        using var taker = new Activity("queue trigger").Start();

        using var work = Signals.Continue("send mail", origin: null);

        Assert.Equal(taker.SpanId, work!.ParentSpanId);
    }
}
