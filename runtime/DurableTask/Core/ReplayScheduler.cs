namespace LocalRuntime.DurableTask.Core;

/// <summary>
/// Keeps orchestrator code on one thread during a turn, and notices code that strays: whatever continues here from another thread, or between turns, has waited for something
/// that is no durable task.
/// </summary>
internal sealed class ReplayScheduler : TaskScheduler
{
    private readonly Queue<Action> _work = new();
    private readonly Context _context;
    private readonly Action _strayed;
    private volatile int _turnThread;

    /// <param name="strayed">Told, on any thread, that code continued outside its turn.</param>
    public ReplayScheduler(Action strayed)
    {
        _strayed = strayed;
        _context = new Context(this);
    }

    public override int MaximumConcurrencyLevel => 1;

    public bool InTurn => _turnThread == Environment.CurrentManagedThreadId;

    /// <summary>Runs one turn on this thread, to its end.</summary>
    public void Run(Action turn)
    {
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(_context);
        _turnThread = Environment.CurrentManagedThreadId;
        try
        {
            var task = new Task(turn);
            task.RunSynchronously(this);
#pragma warning disable VSTHRD002 // It has run: this only rethrows.
            task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
        finally
        {
            _turnThread = 0;
            _work.Clear();
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Runs what code has put off (a yield, a continuation that could not run in place) until nothing is left.</summary>
    public void Drain()
    {
        while (_work.TryDequeue(out var action))
            action();
    }

    /// <returns>False, and the orchestration is reported, if the caller is not in the turn.</returns>
    public bool CheckInTurn()
    {
        if (InTurn)
            return true;
        _strayed();
        return false;
    }

    protected override IEnumerable<Task>? GetScheduledTasks() => null;

    protected override void QueueTask(Task task)
    {
        if (CheckInTurn())
            _work.Enqueue(() => TryExecuteTask(task));
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => InTurn && TryExecuteTask(task);

    private sealed class Context(ReplayScheduler scheduler) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            if (scheduler.CheckInTurn())
                scheduler._work.Enqueue(() => d(state));
        }

        public override void Send(SendOrPostCallback d, object? state)
        {
            if (scheduler.CheckInTurn())
                d(state);
        }

        public override SynchronizationContext CreateCopy() => this;
    }
}
