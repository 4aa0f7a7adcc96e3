using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Operations;

/// <summary>
/// Promises kept and broken by class and carrier, of those that fall due within a time: the last 30 days unless asked for others.
/// </summary>
public sealed class ListPromises(PromiseStore promises, TimeProvider time)
{
    private const int MostDays = 366;
    private const int UsualDays = 30;

    [Function(nameof(ListPromises))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ops/promises")] HttpRequest request,
        CancellationToken cancellation
    )
    {
        var errors = new FieldErrors();
        var to = Moment(request, "to", errors) ?? time.GetUtcNow();
        var from = Moment(request, "from", errors) ?? to.AddDays(-UsualDays);
        if (!errors.Any && from > to)
            errors.Add("from", "Is later than to.");
        if (!errors.Any && to - from > TimeSpan.FromDays(MostDays))
            errors.Add("from", $"Is more than {MostDays} days before to.");
        if (errors.Any)
            return Problem.Invalid(errors);

        var due = await promises.DueAsync(from, to, cancellation);
        return Json.Ok(PromiseReport.Of(from, to, [.. due.Select(record => (record.OrderId, record.Promise))]));
    }

    // A date is the first moment of the day, in the warehouse.
    private static DateTimeOffset? Moment(HttpRequest request, string name, FieldErrors errors)
    {
        TextInput.TryRead(request.Query[name].ToString(), TextKind.Code, out var text);
        if (text.Length == 0)
            return null;
        if (
            DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is > 1900 and < 9999
        )
            return new DateTimeOffset(day, TimeOnly.MinValue, WarehouseCalendar.Zone);
        if (Timestamps.TryParse(text, out var moment) && moment.Year is > 1900 and < 9999)
            return moment;
        errors.Add(name, "Should be a date like 2026-11-22, or a time like 2026-11-22T08:00:00Z.");
        return null;
    }
}
