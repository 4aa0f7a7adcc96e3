using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands.Stock;

/// <summary>A delivery came into the warehouse. Known by its id: the same again changes nothing, and with another quantity it is refused.</summary>
public sealed class ReceiveStockCommand(StockStore stock, Catalogue catalogue)
{
    public async Task<Outcome<StockReceived>> RunAsync(Delivery delivery, CancellationToken cancellation)
    {
        if (await catalogue.FindAsync(delivery.Sku, cancellation) is null)
            return new Missing("product");
        var received = await stock.ReceiveAsync(delivery.Id, delivery.Sku, delivery.Quantity, delivery.By, cancellation);
        return received == Receipt.OfAnotherQuantity
            ? new Refusal(Refused.Delivery, ReasonCode.DeliveryIdReused)
            : new Done<StockReceived>(new(await stock.LevelAsync(delivery.Sku, cancellation)) { IsNew = received == Receipt.New });
    }
}

/// <param name="Id">The warehouse's own.</param>
public sealed record Delivery(string Id, string Sku, int Quantity, string By);

/// <param name="Level">Of the product, with the delivery.</param>
public sealed record StockReceived(StockLevel Level)
{
    /// <summary>False where the delivery was known already.</summary>
    public required bool IsNew { get; init; }
}
