using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Messaging;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>
/// Ends a case that its order will not take up, though its customer may have been told that it was filed: it is declined, and a mail says
/// why.
/// </summary>
public sealed class CaseRefusal(OrderStore orders, OpsAlerts alerts, TimeProvider time)
{
    /// <summary>Why its order will not take a stored case up, null while it still may, or has.</summary>
    public static Reasons? Of(OrderRecord record, CaseState filed) =>
        filed.Sequence > 0
            ? null
            : record.State.Commands.GetValueOrDefault(CaseEvents.Of(filed).EventId) switch
            {
                { Accepted: false } refused => refused.Reason ?? ReasonCode.Finished,
                null when record.State.IsFinal => ReasonCode.Finished,
                _ => null,
            };

    public async Task EndAsync(string orderId, CaseState filed, Reasons reason, CancellationToken cancellation)
    {
        var told = new OwedMail(
            MailKind.CaseRefused,
            $"{OrderJson.Name(filed.Kind)}:{filed.CaseId}",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = $"{reason}" }
        );
        var declined = filed with { Sequence = filed.Sequence + 1, Status = CaseStatus.Declined, EndedAt = time.GetUtcNow() };
        await orders.RecordCaseAsync(new CaseProgress(orderId, declined) { Mails = [told] }, cancellation);
        await alerts.ResolveAsync(
            CaseAlerts.KeysOf(filed.Kind, filed.CaseId),
            "Its order did not take it up, and the customer was told.",
            cancellation
        );
    }
}
