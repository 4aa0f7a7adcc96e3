namespace Lives.Oracle;

/// <param name="Invariant">Which promise was broken.</param>
/// <param name="Order">Whose; empty: everybody's.</param>
/// <param name="What">What was found, and what should have been.</param>
internal sealed record Violation(string Invariant, string Order, string What)
{
    public override string ToString() => Order.Length == 0 ? $"{Invariant}: {What}" : $"{Invariant}, order {Order}: {What}";
}
