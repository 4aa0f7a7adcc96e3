using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Orders;

namespace Orders.Functions.Orchestrations;

// Claims, returns and after-sales requests: each runs as an orchestration of its own; what it comes to is carried out here, where money, stock and parcels are.
public sealed partial class OrderOrchestration
{
    private readonly HashSet<string> _openCases = new(StringComparer.Ordinal);

    /// <summary>The instance id of a case's orchestration: where its events are raised.</summary>
    public static string CaseInstanceId(string orderId, CaseKind kind, string caseId) => $"{orderId}-{OrderJson.Name(kind)}-{caseId}";

    /// <summary>Takes a case up: its orchestration runs beside the order from now on.</summary>
    private Task OpenCaseAsync(CaseKind kind, string caseId, string orchestration, object input, string eventId, string timeline)
    {
        _openCases.Add(caseId);
        _events.Watch(_context.CallSubOrchestratorAsync<CaseEnd>(orchestration, input, new SubOrchestrationOptions(instanceId: CaseInstanceId(_order.OrderId, kind, caseId))));
        return RecordAsync(
            _state with { Commands = _state.Commands.With(eventId, new CommandOutcome(true, null)) },
            timeline: [Entry(timeline, "customer", ("case", caseId))],
            handled: [eventId]);
    }

    /// <summary>Carries out what a case came to: money back, goods again, goods on the shelf.</summary>
    private async Task EndCaseAsync(CaseEnd end)
    {
        var occasion = $"{OrderJson.Name(end.Kind)}:{end.CaseId}";
        if (end.Restock.Count > 0)
        {
            await _context.CallActivityAsync(nameof(ReceiveReturnedStock), new ReturnedStock(_order.OrderId, occasion, end.Restock), Retries.Storage);
        }

        if (end.Refund is { Amount: > 0 } refund)
        {
            // Never more than is still with us.
            var amount = refund <= Paid ? refund : Paid;
            Book(end.GoodsBack ? LedgerKind.GoodsReturned : LedgerKind.GoodwillGiven, amount, occasion);
            _due -= amount;
            await RefundAsync(amount, occasion, [new(MailKind.Refunded, occasion, Facts(Amount(amount)))]);
        }

        if (end.Replace.Count > 0)
        {
            await ReplaceAsync(end, occasion);
        }

        _openCases.Remove(end.CaseId);
    }

    /// <summary>Goods are sent again; where there are none left, they are paid back instead.</summary>
    private async Task ReplaceAsync(CaseEnd end, string occasion)
    {
        var reservation = await _context.CallActivityAsync<StockAnswer>(nameof(ReserveStock), new StockStep(_order.OrderId, occasion, end.Replace), Retries.Storage);
        if (reservation.Reserved)
        {
            Dispatch(end.Replace, occasion, sold: InCustomersHands(end.Replace));
            return;
        }

        var value = ValueOf(end.Replace);
        if (InCustomersHands(end.Replace))
        {
            Book(LedgerKind.GoodsReturned, value, $"{occasion}:short");
        }

        _due -= value;
        await RefundAsync(value, $"{occasion}:short", [new(MailKind.Refunded, $"{occasion}:short", Facts(Amount(value), ("reason", "replacement_out_of_stock")))]);
    }

    private bool InCustomersHands(IReadOnlyList<ParcelLine> lines) =>
        _parcels.Exists(parcel => parcel.Outcome == ShipmentOutcome.Delivered && lines.Any(line => parcel.Lines.Any(packed => packed.Sku == line.Sku)));
}
