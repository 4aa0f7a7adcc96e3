namespace Orders.Functions.Orders;

/// <summary>What to do about one line that is short.</summary>
/// <param name="Choice">Never <see cref="OutOfStockChoice.Ask"/>.</param>
/// <param name="Substitute">The SKU to take instead, with <see cref="OutOfStockChoice.Substitute"/>.</param>
/// <param name="Until">How long to wait at most, with <see cref="OutOfStockChoice.Wait"/> or <see cref="OutOfStockChoice.Split"/>; null: as long as the window allows.</param>
public sealed record LineChoice(string Sku, OutOfStockChoice Choice, string? Substitute = null, DateTimeOffset? Until = null);
