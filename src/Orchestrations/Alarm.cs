using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>A durable timer that is cancelled when it lost its race: dispose it as soon as the race is over.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();

    public Alarm(TaskOrchestrationContext context, DateTimeOffset at)
    {
        At = at;
        Rings = context.CreateTimer(at.UtcDateTime, _cancellation.Token);
    }

    public DateTimeOffset At { get; }

    public Task Rings { get; }

    public void Dispose()
    {
        if (!Rings.IsCompleted)
        {
            _cancellation.Cancel();
        }

        _cancellation.Dispose();
    }
}
