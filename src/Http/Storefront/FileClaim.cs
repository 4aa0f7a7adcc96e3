using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Orders.Functions.Commands;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Http.Storefront;

/// <summary><c>POST /api/orders/{orderId}/claims</c>: looks through the photos, stores the case file, and has the order take it up. A claim that is refused leaves nothing behind.</summary>
public sealed class FileClaim(OrderStore orders, ContactStore contacts, ClaimDesk desk, CaseHandOver handOver, MultipartRequest forms, TimeProvider time)
{
    [Function(nameof(FileClaim))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/claims")] HttpRequest request,
        string orderId,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        // The moment at which it reached us counts, however long its photos take.
        var filedAt = time.GetUtcNow();
        if (await orders.FindAsync(orderId, cancellation) is not { } record)
            return Problem.NotFound("order");
        var (form, problem) = await forms.ReadAsync(request, "photos", FileKinds.Photos, record.Order.Locale, cancellation);
        if (form is null)
            return problem!;

        var errors = new FieldErrors();
        var asked = ClaimForm.Read(form, errors);
        if (errors.Any)
            return Problem.Invalid(errors);
        asked.Check(record.Order, form.Files.Count, errors);
        if (errors.Any)
            return Problem.Unprocessable(errors);
        if (ClaimRules.Against(record.Order, record.State, record.Parcels, record.Cases, asked.Kind, asked.Lines, filedAt) is { } reason)
        {
            await handOver.RepeatAsync(client, record, CaseKind.Claim, cancellation);
            return Refused(record, reason);
        }

        if (await contacts.FindAsync(record.Order.CustomerId, orderId, cancellation) is null)
            return Refused(record, "contact_erased");
        if (await desk.FileAsync(record, asked.Kind, asked.Lines, asked.Description, form.Files, filedAt, cancellation) is not { } claim)
            return Refused(record, "claim_open");

        var (seen, refusal) = await handOver.FileAsync(client, record, claim, cancellation);
        if (refusal is not null)
            return Refused(seen, refusal);

        var location = $"/api/orders/{orderId}/claims/{claim.CaseId}";
        return Json.Created(request.HttpContext.Response, location, ClaimView.Of(claim, $"{location}/photos", asked.Description));
    }

    private static Problem Refused(OrderRecord record, string reason) =>
        Problem.Conflict("urn:orders:cannot-claim", "This cannot be claimed.", ReasonTexts.For(reason, record.Order.Locale), reason);
}
