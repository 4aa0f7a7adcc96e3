using Azure.Data.Tables;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Http.Sandbox;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Soak;

/// <summary>All rows of an order, and what the outside companies have of it in their own books.</summary>
internal sealed record AuditedOrder(
    Order Order,
    OrderState State,
    IReadOnlyList<ParcelState> Parcels,
    IReadOnlyCollection<LedgerEntry> Ledger,
    IReadOnlyList<CaseState> Cases,
    IReadOnlyList<(MailKind Kind, string Reference, OutboxStatus Status)> Outbox,
    SandboxAccount? Account,
    IReadOnlyList<SandboxWaybill> Waybills,
    IReadOnlyList<SandboxMail> Mails
)
{
    public long CompanyCaptured => Account?.Captures.Sum(capture => capture.Amount.Amount) ?? 0;

    public long CompanyRefunded => Account?.Refunds.Sum(refund => refund.Amount.Amount) ?? 0;

    /// <summary>Null while the order is not completely stored.</summary>
    public static AuditedOrder? Of(
        IReadOnlyList<TableEntity> rows,
        SandboxAccount? account,
        ILookup<string, SandboxWaybill> waybills,
        IEnumerable<SandboxMail> mails
    )
    {
        IEnumerable<TableEntity> Rows(string prefix) => rows.Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));
        if (
            rows.FirstOrDefault(row => row.RowKey == OrderRows.Order)?.Read<Order>() is not { } order
            || rows.FirstOrDefault(row => row.RowKey == OrderRows.State) is not { } state
        )
            return null;
        return new AuditedOrder(
            order,
            state.Read<OrderState>(),
            [.. Rows(OrderRows.ParcelPrefix).Select(row => row.Read<ParcelState>())],
            [.. Rows(OrderRows.LedgerPrefix).Select(row => row.Read<LedgerEntry>())],
            [.. Rows(OrderRows.CasePrefix).Select(row => row.Read<CaseState>())],
            [
                .. Rows("mail:")
                    .Select(row => (Mail: row.Read<OwedMail>(), Status: Enum.Parse<OutboxStatus>(row.GetString("Status"))))
                    .Select(mail => (mail.Mail.Kind, mail.Mail.Reference, mail.Status)),
            ],
            account,
            [.. waybills[order.OrderNumber]],
            [.. mails]
        );
    }
}
