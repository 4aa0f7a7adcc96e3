namespace Orders.Functions.Domain.Storefront;

/// <summary>When a message is tried again: ten tries over three days, those that Standard Webhooks gives as an example.</summary>
public static class DeliverySchedule
{
    private static readonly TimeSpan[] _pauses =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(5),
        TimeSpan.FromHours(10),
        TimeSpan.FromHours(14),
        TimeSpan.FromHours(20),
        TimeSpan.FromHours(24),
    ];

    /// <summary>So many tries a message has at most.</summary>
    public static int MostTries => _pauses.Length + 1;

    /// <summary>All pauses together: a message that is older when its turn comes is tried once.</summary>
    public static TimeSpan Longest { get; } = _pauses.Aggregate(TimeSpan.Zero, (sum, pause) => sum + pause);

    /// <summary>So much longer than planned a pause may be, so that what failed together is not tried again together.</summary>
    public const double Jitter = 0.1;

    private static readonly TimeSpan _mostAsked = TimeSpan.FromHours(24);

    /// <summary>The pause after a try that failed.</summary>
    /// <param name="tries">Those made, this one included.</param>
    /// <param name="jitter">From 0 to 1, at random.</param>
    /// <param name="asked">What the receiver asked for (<c>Retry-After</c>): at least that, and a day at most.</param>
    /// <returns>Null: it was the last.</returns>
    public static TimeSpan? After(int tries, double jitter, TimeSpan? asked = null)
    {
        if (tries >= MostTries)
            return null;
        var pause = _pauses[tries - 1] * (1 + (Jitter * jitter));
        var atLeast =
            asked < _mostAsked ? asked.Value
            : asked is null ? TimeSpan.Zero
            : _mostAsked;
        return pause > atLeast ? pause : atLeast;
    }
}
