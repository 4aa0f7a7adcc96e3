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
    public void Work_goes_on_in_the_trace_of_whoever_queued_it_and_is_linked_with_the_call_that_took_it_up()
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
    public void A_message_that_began_nowhere_is_worked_on_where_it_was_taken_up()
    {
        using var taker = new Activity("queue trigger").Start();

        using var work = Signals.Continue("send mail", origin: null);

        Assert.Equal(taker.SpanId, work!.ParentSpanId);
    }
}
