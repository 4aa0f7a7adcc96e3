namespace Orders.Functions.Domain.Status;

/// <summary>What an order in a status waits for.</summary>
/// <param name="Deadlines">Those that count in this status, if the order has them.</param>
public sealed record StatusWait(WaitKind Kind, params IReadOnlyList<OrderDeadline> Deadlines)
{
    /// <summary>Nobody has to do anything: the app does it at once.</summary>
    public static StatusWait ForTheApp { get; } = new(WaitKind.App);

    /// <summary>The carrier's scans.</summary>
    public static StatusWait ForScans { get; } = new(WaitKind.Scans);

    /// <summary>The order has ended.</summary>
    public static StatusWait Over { get; } = new(WaitKind.Nothing);

    /// <summary>The order moves at the first of its deadlines; without any, the app moves it at once.</summary>
    public static StatusWait UntilFirst(params IReadOnlyList<OrderDeadline> deadlines) => new(WaitKind.FirstDeadline, deadlines);

    /// <summary>They run side by side, and the order moves at the last of them; without any, the app moves it at once.</summary>
    public static StatusWait UntilLast(params IReadOnlyList<OrderDeadline> deadlines) => new(WaitKind.LastDeadline, deadlines);
}

public enum WaitKind
{
    Nothing,
    App,
    Scans,
    FirstDeadline,
    LastDeadline,
}
