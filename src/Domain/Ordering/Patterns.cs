namespace Orders.Functions.Domain.Ordering;

/// <summary>What all patterns (regular expressions) of the app have in common.</summary>
internal static class Patterns
{
    /// <summary>
    /// How long a match may take, in milliseconds. Far more than any needs: the clock goes on while the machine stands still, and a match
    /// that was cut off for that would fail a call, or a start.
    /// </summary>
    public const int Limit = 10_000;
}
