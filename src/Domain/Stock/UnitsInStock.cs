namespace Orders.Functions.Domain.Stock;

/// <summary>What can be had of a product at this moment.</summary>
/// <param name="Available">Units that nobody has reserved or waits for.</param>
/// <param name="ExpectedOn">The day on which the warehouse expects more; null where it does not know.</param>
public sealed record UnitsInStock(int Available, DateOnly? ExpectedOn = null);
