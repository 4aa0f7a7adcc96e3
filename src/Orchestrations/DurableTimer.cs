using Microsoft.DurableTask;

namespace Orders.Functions.Orchestrations;

/// <summary>
/// A durable timer that is cancelled when it lost its race: dispose it as soon as the race is over. It never fires early.
/// </summary>
internal sealed class DurableTimer : IDisposable
{
    /// <summary>For what is left when the engine was early; longer than it can be early again.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _cancellation = new();

    public DurableTimer(TaskOrchestrationContext context, DateTimeOffset at)
    {
        At = at;
        Fired = FireAsync(context, at.UtcDateTime, _cancellation.Token);
    }

    public DateTimeOffset At { get; }

    public Task Fired { get; }

    public void Dispose()
    {
        if (!Fired.IsCompleted)
        {
            _cancellation.Cancel();
        }

        _cancellation.Dispose();
    }

    /// <summary>Azure Storage hides a timer's message for whole seconds, so that the timer fires up to one too early.</summary>
    private static async Task FireAsync(TaskOrchestrationContext context, DateTime at, CancellationToken cancellation)
    {
        await context.CreateTimer(at, cancellation);
        while (context.CurrentUtcDateTime < at)
        {
            await context.CreateTimer(context.CurrentUtcDateTime + _rest, cancellation);
        }
    }
}
