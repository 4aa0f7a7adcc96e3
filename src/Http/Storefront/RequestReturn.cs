using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/returns</c>: grants a return, with its RMA, address and deadline. One that is refused leaves nothing behind.</summary>
public sealed class RequestReturn(OrderStore orders, ReturnDesk desk, CaseHandOver handOver, TimeProvider time)
{
    [Function(nameof(RequestReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/returns")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        // The moment at which it reached us counts.
        var filedAt = time.GetUtcNow();
        var (asked, problem) = await JsonRequest.ReadAsync(request, ReturnForm.Read, cancellation);
        if (asked is null)
            return problem!;

        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var errors = new FieldErrors();
        asked.Check(record.Order, errors);
        if (errors.Any)
            return Problem.Unprocessable(errors);
        if (await desk.AgainstAsync(record, asked.Lines, asked.Wants, filedAt, cancellation) is { Count: > 0 } against)
        {
            await handOver.RepeatAsync(client, record, CaseKind.Return, cancellation);
            return Refused(record.Order, against);
        }

        var filed = await desk.FileAsync(record, asked.Lines, asked.Wants, asked.Text, filedAt, cancellation);
        return await handOver.FileAsync(client, record, filed, cancellation) is (_, { } refusal)
            ? Refused(record.Order, [(null, refusal)])
            : Json.Created(request.HttpContext.Response, $"/api/orders/{orderId}/returns/{filed.CaseId}", ReturnView.Of(filed, record.Order.Locale, asked.Text));
    }

    private static Problem Refused(Order order, IReadOnlyList<(int? Line, string Reason)> against)
    {
        var errors = new FieldErrors();
        foreach (var (line, reason) in against.Where(one => one.Line is not null))
            errors.Add(FormattableString.Invariant($"lines[{line}]"), ReasonTexts.For(reason, "en"));
        var detail = string.Join(' ', against.Select(one => ReasonTexts.For(one.Reason, order.Locale)));
        var refusal = Problem.Conflict("urn:orders:cannot-return", "This cannot be returned.", detail, against[0].Reason.Split(':')[0]);
        return errors.Any ? refusal with { Errors = errors.ToDictionary() } : refusal;
    }
}
