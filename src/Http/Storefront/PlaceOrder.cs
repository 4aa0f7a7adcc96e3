using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Integrations.Payments;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders</c>: checks, prices, stores, starts; the order is stored before the answer.</summary>
public sealed class PlaceOrder(
    OrderStore orders,
    Catalogue catalogue,
    PriceTables tables,
    PaymentProviderRegistry providers,
    OrderWindowsOptions windows,
    ReturnOptions returns,
    IdSource ids,
    TimeProvider time)
{
    [Function(nameof(PlaceOrder))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (document, problem) = await JsonRequest.ReadAsync(request, cancellation);
        if (problem is not null)
            return problem;

        var errors = new FieldErrors();
        var key = IdempotencyKey.Read(request, errors);
        OrderRequest? asked;
        using (document)
            asked = OrderRequestReader.Read(document!, errors);
        if (asked is null || errors.Any)
            return Problem.Invalid(errors);

        var hash = Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(asked, OrderJson.Options)));
        var contact = new Contact(asked.Customer.Name, asked.Customer.Email, asked.Customer.Phone, asked.Customer.Verified, asked.ShipTo);

        // A repeated call gets the first one's answer, though prices or the catalogue may have changed in between.
        var placing = await orders.RepeatAsync(asked.Customer.Id, key, hash, contact, cancellation) ?? await PlaceAsync(asked, contact, key, hash, errors, cancellation);
        return placing switch
        {
            null => Problem.Unprocessable(errors),
            { Result: PlaceResult.KeyReused } => Problem.Conflict(
                "urn:orders:idempotency-key-reused",
                "The Idempotency-Key was used for another request.",
                "Repeat the first request unchanged, or choose a new key."),
            var placed => await StartAsync(request.HttpContext.Response, client, placed.Order, cancellation),
        };
    }

    private async Task<PlaceOutcome?> PlaceAsync(OrderRequest asked, Contact contact, string key, string hash, FieldErrors errors, CancellationToken cancellation)
    {
        var priced = OrderPricing.Price(PriceRequest.Of(asked), await catalogue.AllAsync(cancellation), tables, errors);
        if (priced is null)
            return null;
        var order = new Order
        {
            OrderId = ids.OrderId(),
            OrderNumber = ids.OrderNumber(),
            CustomerId = asked.Customer.Id,
            Locale = asked.Customer.Locale,
            Country = asked.ShipTo.Country,
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
        return await orders.PlaceAsync(new NewOrder(order, contact, key, hash, Fingerprints.Of(order)), cancellation);
    }

    // Also for a repeated call: the first one may have ended between storing and starting.
    private async Task<IResult> StartAsync(HttpResponse response, DurableTaskClient client, Order order, CancellationToken cancellation)
    {
        await OrderStarter.StartAsync(client, order, cancellation);
        var record = await orders.FindAsync(order.OrderId, cancellation);
        var view = record is null ? OrderViews.Of(order, InitialState.Of(order), [], []) : record.View(time.GetUtcNow());
        return Json.Accepted(response, $"/api/orders/{order.OrderId}", view);
    }
}
