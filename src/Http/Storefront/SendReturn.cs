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

/// <summary><c>POST /api/orders/{orderId}/returns/{rma}/waybill</c>: the customer says by which waybill the goods come, so that their scans find the way to the return.</summary>
public sealed class SendReturn(OrderStore orders, WaybillIndex waybills, TimeProvider time)
{
    private const int LongestCarrier = 40;
    private const int LongestWaybill = 40;

    [Function(nameof(SendReturn))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "orders/{orderId}/returns/{rma}/waybill")] HttpRequest request,
        string orderId,
        string rma,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (parcel, problem) = await JsonRequest.ReadAsync(request, Read, cancellation);
        if (problem is not null)
            return problem;
        var (carrier, waybill) = parcel;

        if (OrderIds.NormaliseRma(rma) is not { } known || await orders.FindCaseAsync(orderId, CaseKind.Return, known, cancellation) is not { } filed)
            return Problem.NotFound("return");
        var order = await orders.GetAsync(orderId, cancellation);
        if (!filed.IsOpen)
            return Refused(order, "return_ended");
        if (filed.Return!.Terms.ToSend.Count == 0)
            return Refused(order, "return_nothing_to_send");
        if (!await waybills.BindReturnAsync(carrier, waybill, orderId, known, cancellation))
            return Refused(order, "waybill_taken");

        // Until the order has taken the return up, its instance hears nothing: the event waits there.
        var sent = new ReturnSent($"return-sent:{known}:{carrier}:{waybill}", carrier, waybill);
        await client.TellAsync(CaseKinds.InstanceId(orderId, CaseKind.Return, known), OrderEvents.ReturnSent, sent, cancellation);
        var (seen, _) = await CommandWait.ForAsync(orders, orderId, "", time, now => now.Cases.Any(one => one.CaseId == known && (one.Return?.Parcel?.Waybill == waybill || !one.IsOpen)), cancellation);
        return Json.Ok(ReturnView.Of(seen.Cases.First(one => one.CaseId == known), order.Locale));
    }

    // People type waybills in groups and in either case; carriers do not.
    private static (string Carrier, string Waybill) Read(JsonInput body)
    {
        var carrier = body.Text("carrier", LongestCarrier);
        var waybill = string.Concat(body.Text("waybill", LongestWaybill).Where(c => c != ' ')).ToUpperInvariant();
        if (waybill.Length < 4 || !waybill.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            body.Refuse("waybill", "Should be letters, digits and dashes, at least 4 of them.");
        return (carrier, waybill);
    }

    private static Problem Refused(Order order, string reason) =>
        Problem.Conflict("urn:orders:cannot-send", "The waybill cannot be taken.", ReasonTexts.For(reason, order.Locale), reason);
}
