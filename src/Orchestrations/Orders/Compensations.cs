namespace Orders.Functions.Orchestrations.Orders;

/// <summary>
/// What takes back each step that has changed the world, the last step first. A compensation is pushed before its step runs:
/// each is safe to run for a step that was never made.
/// </summary>
internal sealed class Compensations
{
    private readonly Stack<Func<Task>> _steps = new();

    public void Push(Func<Task> compensation) => _steps.Push(compensation);

    /// <summary>What was done so far can only be settled from now on, not taken back.</summary>
    public void ReplaceBy(Func<Task> settlement)
    {
        _steps.Clear();
        _steps.Push(settlement);
    }

    /// <summary>Takes back everything, each by <paramref name="run"/>.</summary>
    public async Task RunAsync(Func<Func<Task>, Task> run)
    {
        while (_steps.TryPop(out var compensation))
        {
            await run(compensation);
        }
    }
}
