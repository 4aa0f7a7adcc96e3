namespace Orders.Functions.Domain.Status;

/// <summary>What an order in a status waits for.</summary>
public sealed record StatusWait
{
    private StatusWait() { }

    public WaitKind Kind { get; private init; }

    /// <summary>The step that comes next if nothing particular is known of the order; null at its end.</summary>
    public NextStepKind? Next { get; private init; }

    /// <summary>Those that count in this status, if the order has them.</summary>
    public IReadOnlyList<OrderDeadline> Deadlines { get; private init; } = [];

    /// <summary>The order has ended.</summary>
    public static StatusWait Over { get; } = new() { Kind = WaitKind.Nothing };

    /// <summary>Nobody has to do anything: the app does it at once.</summary>
    public static StatusWait ForTheApp(NextStepKind next) => new() { Kind = WaitKind.App, Next = next };

    /// <summary>The carrier's scans move the order.</summary>
    public static StatusWait ForScans(NextStepKind next) => new() { Kind = WaitKind.Scans, Next = next };

    /// <summary>The order moves at the first of its deadlines; without any, the app moves it at once.</summary>
    public static StatusWait UntilFirst(NextStepKind next, params IReadOnlyList<OrderDeadline> deadlines) =>
        new()
        {
            Kind = WaitKind.FirstDeadline,
            Next = next,
            Deadlines = deadlines,
        };

    /// <summary>They run side by side, and the order moves at the last of them; without any, the app moves it at once.</summary>
    public static StatusWait UntilLast(NextStepKind next, params IReadOnlyList<OrderDeadline> deadlines) =>
        new()
        {
            Kind = WaitKind.LastDeadline,
            Next = next,
            Deadlines = deadlines,
        };

    /// <summary>Which of the deadlines that the order has moves it; null if none does.</summary>
    public OrderDeadline? Decisive(IReadOnlyDictionary<OrderDeadline, DateTimeOffset> deadlines)
    {
        var known = Deadlines.Where(deadlines.ContainsKey).OrderBy(deadline => deadlines[deadline]).ToList();
        return Kind switch
        {
            WaitKind.FirstDeadline when known.Count > 0 => known[0],
            WaitKind.LastDeadline when known.Count > 0 => known[^1],
            _ => null,
        };
    }
}

public enum WaitKind
{
    Nothing,
    App,
    Scans,
    FirstDeadline,
    LastDeadline,
}
