namespace Orders.Functions.Domain.Shipping;

/// <summary>Operations have switched a carrier off: nothing is booked with it, what it has already goes on.</summary>
/// <param name="Until">When it is on again by itself; at most <see cref="Longest"/> ahead.</param>
/// <param name="By">Who of operations did it.</param>
public sealed record CarrierPause(string Carrier, DateTimeOffset Until, string Reason, string By, DateTimeOffset At)
{
    /// <summary>Parcels that no other carrier takes wait for as long; whoever needs more says so again.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Who switched it on again before that time; null if nobody did.</summary>
    public string? EndedBy { get; init; }
}
