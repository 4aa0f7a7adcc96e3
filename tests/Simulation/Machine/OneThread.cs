namespace Simulation.Machine;

/// <summary>Runs what asynchronous code has still to do on the one thread of the simulation, in the order in which it came.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

    public override void Post(SendOrPostCallback d, object? state)
    {
        // A thread of the pool would bring the machine's timing into the simulation.
        lock (_posted)
            _posted.Enqueue((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs all that was posted, and what comes of it.</summary>
    public void Drain()
    {
        while (true)
        {
            (SendOrPostCallback Callback, object? State) next;
            lock (_posted)
            {
                if (!_posted.TryDequeue(out next))
                    return;
            }

            next.Callback(next.State);
        }
    }
}
