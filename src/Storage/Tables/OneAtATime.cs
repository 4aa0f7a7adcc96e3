namespace Orders.Functions.Storage.Tables;

/// <summary>
/// Lets work in one by one, in the order in which it came. Who leaves lets the next one in himself: no thread of the pool is asked.
/// </summary>
internal sealed class OneAtATime
{
    private readonly Lock _door = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <exception cref="OperationCanceledException">It was cancelled before its turn came.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        if (Enter() is { } turn)
        {
            using var cancelled = cancellation.UnsafeRegister(static waiting => ((TaskCompletionSource)waiting!).TrySetCanceled(), turn);
            await turn.Task;
        }

        try
        {
            return await work();
        }
        finally
        {
            Leave();
        }
    }

    /// <returns>Null if it may go in at once.</returns>
    private TaskCompletionSource? Enter()
    {
        lock (_door)
        {
            if (!_taken)
            {
                _taken = true;
                return null;
            }

            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn;
        }
    }

    private void Leave()
    {
        while (true)
        {
            TaskCompletionSource? next;
            lock (_door)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _taken = false;
                    return;
                }
            }

            // One that was cancelled is gone.
            if (next.TrySetResult())
                return;
        }
    }
}
