using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Commands.Stock;
using Orders.Functions.Domain.Promises;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// <c>POST /api/ops/stock/{sku}/expect</c>: the day on which more is expected, which customers are told where goods are out of stock.
/// </summary>
public sealed class ExpectStock(ExpectStockCommand expect, TimeProvider time)
{
    private const int MostYears = 2;

    [Function(nameof(ExpectStock))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/stock/{sku}/expect")] HttpRequest request,
        string sku,
        CancellationToken cancellation
    )
    {
        var (expectation, problem) = await JsonRequest.ReadAsync(
            request,
            body => new Expectation(sku, Day(body, WarehouseCalendar.DayOf(time.GetUtcNow()))),
            cancellation
        );
        return expectation is null
            ? problem!
            : Answer.Of(await expect.RunAsync(expectation, cancellation), level => Json.Ok(new { Stock = level }));
    }

    private static DateOnly? Day(JsonInput body, DateOnly today)
    {
        if (body.OptionalText("expectedOn", 10) is not { } text)
            return null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            body.Refuse("expectedOn", "Should be a day, like 2026-12-24.");
        else if (day < today)
            body.Refuse("expectedOn", "Is over already.");
        else if (day > today.AddYears(MostYears))
            body.Refuse("expectedOn", $"Is more than {MostYears} years from now.");
        return day;
    }
}
