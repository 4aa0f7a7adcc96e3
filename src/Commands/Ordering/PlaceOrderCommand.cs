using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.DurableTask.Client;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Commands.Ordering;

/// <summary>Prices, stores and starts an order: it is stored before anybody is told.</summary>
public sealed class PlaceOrderCommand(
    OrderStore orders,
    Catalogue catalogue,
    StockLook stock,
    PriceTables tables,
    PrintableText paper,
    PaymentProviderRegistry providers,
    OrderWindowsOptions windows,
    ReturnOptions returns,
    IdSource ids,
    TimeProvider time
)
{
    /// <param name="key">The caller's own: the same request under the same key is the same order.</param>
    public async Task<Outcome<OrderRecord>> RunAsync(
        DurableTaskClient client,
        OrderRequest asked,
        string key,
        CancellationToken cancellation
    )
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, OrderJson.Options)));
        var contact = new Contact(asked.Customer.Name, asked.Customer.Email, asked.Customer.Phone, asked.Customer.Verified, asked.ShipTo);

        // A repeated call gets the first one's answer, though prices or the catalogue may have changed in between.
        var errors = new FieldErrors();
        var order = await PriceAsync(asked, errors, cancellation);
        var placed = order is null
            ? await orders.RepeatAsync(asked.Customer.Id, key, hash, contact, cancellation)
            : await orders.PlaceAsync(new NewOrder(order, contact, key, hash, Fingerprints.Of(order)), cancellation);
        if (placed is null)
            return new Unfit(errors);
        return placed.Result == PlaceResult.KeyReused
            ? new Refusal(Refused.KeyReuse, ReasonCode.KeyReused)
            : new Done<OrderRecord>(await StartAsync(client, placed, cancellation));
    }

    /// <returns>Null if it cannot be ordered so: then <paramref name="errors"/> says why.</returns>
    private async Task<Order?> PriceAsync(OrderRequest asked, FieldErrors errors, CancellationToken cancellation)
    {
        if (OrderPricing.Price(PriceRequest.Of(asked), await catalogue.AllAsync(cancellation), tables, errors) is not { } priced)
            return null;
        var order = New(asked, priced);
        if (order.NeedsParcel)
            paper.Check(asked.ShipTo, errors);
        if (providers.Named(order.PaymentProvider).Complaint(order.PaymentMethod, order.Total) is { } complaint)
            errors.Add("paymentMethod", complaint);
        return errors.Any ? null : order;
    }

    private Order New(OrderRequest asked, PricedOrder priced) =>
        new()
        {
            OrderId = ids.OrderId(),
            OrderNumber = ids.OrderNumber(),
            CustomerId = asked.Customer.Id,
            Locale = asked.Customer.Locale,
            Country = asked.ShipTo.Country,
            Territory = Destination.Of(asked.ShipTo).TerritoryWithin,
            TimeZone = TimeZones.Of(Destination.Of(asked.ShipTo)),
            Lines = priced.Lines,
            ShippingClass = asked.ShippingClass,
            ShippingFee = priced.ShippingFee,
            Duties = priced.Duties,
            Total = priced.Total,
            PaymentMethod = asked.PaymentMethod,
            PaymentProvider = providers.ForNewOrder(asked.PaymentMethod, priced.Total.Currency).Name,
            OutOfStock = asked.OutOfStock,
            PlacedAt = time.GetUtcNow(),
            ReturnToSenderFee = returns.ReturnToSenderFee,
            Windows = windows.Current(),
        };

    // Also for a repeated call: the first one may have ended between storing and starting.
    private async Task<OrderRecord> StartAsync(DurableTaskClient client, PlaceOutcome placed, CancellationToken cancellation)
    {
        var order = placed.Order;
        await OrderStarter.StartAsync(client, order, cancellation);
        var known = placed.Result == PlaceResult.Placed ? null : await orders.FindAsync(order.OrderId, cancellation);
        var record = known ?? new OrderRecord(order, InitialState.Of(order), [], []);

        // The order will look for itself before it asks for money; who places it hears of it at once.
        return record.State is { Status: OrderStatus.Placed or OrderStatus.InReview, Short.Count: 0 }
            ? record with
            {
                State = record.State with { Short = await stock.ShortAsync(record.Order, cancellation) },
            }
            : record;
    }
}
