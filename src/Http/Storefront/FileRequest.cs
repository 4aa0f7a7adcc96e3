using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/requests</c>: a question or a fault, at any time of an open order. One that is refused leaves nothing behind.</summary>
public sealed class FileRequest(OrderStore orders, RequestDesk desk, CaseHandOver handOver, MultipartRequest forms, ShopContact shop, TimeProvider time)
{
    private const int LongestText = 5000;

    [Function(nameof(FileRequest))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/requests")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        // The moment at which it reached us starts the clock, however long its attachments take.
        var filedAt = time.GetUtcNow();
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var (form, problem) = await forms.ReadAsync(request, "attachments", FileKinds.Attachments, record.Order.Locale, cancellation);
        if (form is null)
            return problem!;

        var errors = new FieldErrors();
        var text = form.Text("text", LongestText, errors);
        form.Close(errors, "text");
        if (errors.Any)
            return Problem.Invalid(errors);
        if (RequestRules.Against(record.State) is { } reason)
            return Refused(record.Order, reason);

        var filed = await desk.FileAsync(record.Order, text, form.Files, filedAt, cancellation);
        if (await handOver.FileAsync(client, record, filed, cancellation) is (_, { } refusal))
            return Refused(record.Order, refusal);

        var location = $"/api/orders/{orderId}/requests/{filed.CaseId}";
        return Json.Created(request.HttpContext.Response, location, RequestView.Of(filed, $"{location}/attachments", text));
    }

    private Problem Refused(Order order, string reason) =>
        Problem.Conflict("urn:orders:cannot-ask", "The request cannot be taken.", $"{ReasonTexts.For(reason, order.Locale)} {shop.Text.In(order.Locale)}", reason);
}
