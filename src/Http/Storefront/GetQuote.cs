using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Pricing;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Stock;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/quotes</c>: fee, dates and duties by shipping class, before anybody orders. Stores nothing.</summary>
public sealed class GetQuote(Catalogue catalogue, PriceTables tables, PromiseRules promises, TimeProvider time)
{
    [Function(nameof(GetQuote))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "quotes")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var (asked, problem) = await JsonRequest.ReadAsync(
            request,
            body => QuoteRequestReader.Read(body, tables.Rates.Currency),
            cancellation
        );
        return asked is null
            ? problem!
            : Json.Ok(Quotes.Of(asked, await catalogue.AllAsync(cancellation), tables, promises, time.GetUtcNow()));
    }
}
