namespace Orders.Functions.Domain.Ordering;

/// <summary>How a product can be returned.</summary>
public enum ReturnPolicy
{
    Normal,

    /// <summary>Security goods: worth something to the next customer only if nobody has opened them.</summary>
    Sealed,

    /// <summary>Not at all, such as goods made for one customer.</summary>
    Final,
}
