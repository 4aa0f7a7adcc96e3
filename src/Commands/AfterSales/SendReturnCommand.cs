using Microsoft.DurableTask.Client;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>The customer says by which waybill the goods of a return come, so that their scans find the way to the return.</summary>
public sealed class SendReturnCommand(OrderStore orders, WaybillIndex waybills, TimeProvider time)
{
    public async Task<Outcome<CaseAfter>> RunAsync(DurableTaskClient client, ReturnParcelSent said, CancellationToken cancellation)
    {
        var (orderId, carrier, waybill) = (said.OrderId, said.Carrier, said.Waybill);
        if (
            OrderIds.NormaliseRma(said.Rma) is not { } known
            || await orders.FindCaseAsync(orderId, CaseKind.Return, known, cancellation) is not { } filed
        )
            return new Missing("return");
        var order = await orders.GetAsync(orderId, cancellation);
        Refusal Refusal(Reasons reason) => new(Refused.ReturnWaybill, reason) { Locale = order.Locale };
        if (!filed.IsOpen)
            return Refusal(ReasonCode.ReturnEnded);
        if (filed.Return!.Terms.ToSend.Count == 0)
            return Refusal(ReasonCode.ReturnNothingToSend);
        if (!await waybills.BindReturnAsync(carrier, waybill, orderId, known, filed.FiledAt, cancellation))
            return Refusal(ReasonCode.WaybillTaken);

        // Until the order has taken the return up, its instance hears nothing: the event waits there.
        // Its id tells what it takes the place of: who goes back to the first waybill says something new.
        var sent = new ReturnSent($"return-sent:{known}:{carrier}:{waybill}:{filed.Return.Parcel?.Waybill}", carrier, waybill);
        await client.TellAsync(CaseKinds.InstanceId(orderId, CaseKind.Return, known), OrderEvents.ReturnSent, sent, cancellation);
        bool IsOver(CaseState one) => one.CaseId == known && (one.Return?.Parcel?.Waybill == waybill || !one.IsOpen);
        var (seen, _) = await CommandWait.ForAsync(orders, orderId, "", time, now => now.Cases.Any(IsOver), cancellation);
        return new Done<CaseAfter>(new(seen, seen.Cases.First(one => one.CaseId == known)));
    }
}

/// <param name="Rma">As it stands in the mail.</param>
/// <param name="Waybill">In capitals, without spaces.</param>
public sealed record ReturnParcelSent(string OrderId, string Rma, string Carrier, string Waybill);
