namespace Orders.Functions.Domain.Status;

/// <summary>Who did something, or has to. In JSON: snake_case.</summary>
public enum Actor
{
    Customer,
    Shop,

    /// <summary>It comes by itself.</summary>
    System,
    Carrier,

    /// <summary>The payment provider.</summary>
    Payment,
}
