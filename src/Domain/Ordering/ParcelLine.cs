namespace Orders.Functions.Domain.Ordering;

public sealed record ParcelLine(string Sku, int Quantity);
