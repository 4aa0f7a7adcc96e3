namespace Orders.Functions.Domain.Shipping;

/// <summary>What the warehouse found.</summary>
public enum ReturnCondition
{
    AsNew,
    Used,
    Damaged,
    Missing,
}

public sealed record InspectedLine(string Sku, int Quantity, ReturnCondition Condition);
