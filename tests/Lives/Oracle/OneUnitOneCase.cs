using Lives.Storage;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// No unit is granted twice, by whatever claims and returns: paid back, sent again, taken back. What was sent again may be claimed anew
/// once it has come. And none is under two of them at once: of two that are filed for the same unit one is refused.
/// </summary>
internal sealed class OneUnitOneCase : Invariant
{
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public override void OnRow(string table, StoredRow row)
    {
        if (table == StorageSchema.Orders && row.Key.StartsWith(OrderRows.CasePrefix, StringComparison.Ordinal))
            _changed.Add(row.PartitionKey);
    }

    public override void OnMove()
    {
        foreach (var orderId in _changed)
        {
            if (Books.Order(orderId) is { } order && Books.State(orderId) is { } state)
                Judge(order.As(state.Terms));
        }

        _changed.Clear();
    }

    private void Judge(Order order)
    {
        var cases = Books.Cases(order.OrderId);
        foreach (var line in order.Lines.Where(line => line.Kind == ProductKind.Physical))
        {
            // Each unit that came once more can be granted once more.
            var ended = Books
                .Parcels(order.OrderId)
                .Where(parcel => !parcel.Voided && (parcel.Outcome is not null || parcel.Replaced))
                .Sum(parcel => Count(parcel.Lines, line.Sku));
            var sentAgain = cases.Sum(filed => Count(SentAgain(filed), line.Sku));
            var cameAgain = Math.Clamp(ended - line.Quantity, 0, sentAgain);
            var open = cases.Where(filed => filed.IsOpen).Sum(filed => Count(filed.Lines, line.Sku));
            var granted = cases.Sum(filed => Count(Granted(filed), line.Sku));
            Expect(
                granted <= line.Quantity + cameAgain,
                order.OrderId,
                $"{granted} units of {line.Sku} were granted, of {line.Quantity} and {cameAgain} that came again: {Text(cases)}"
            );
            Expect(
                open == 0 || granted + open <= line.Quantity + cameAgain,
                order.OrderId,
                $"{open} units of {line.Sku} are in cases, {granted} were granted, of {line.Quantity} and {cameAgain} again: {Text(cases)}"
            );
        }
    }

    /// <summary>Units that the customer was paid, or is sent once more.</summary>
    private static IReadOnlyList<ParcelLine> Granted(CaseState filed) =>
        filed switch
        {
            { Claim.Verdict.Outcome: ClaimOutcome.Refund or ClaimOutcome.Replacement } => filed.Lines,
            { Return.Verdict: { Accepted: true } verdict } => ClaimRules.Less(filed.Lines, verdict.SentBack),
            _ => [],
        };

    private static IReadOnlyList<ParcelLine> SentAgain(CaseState filed) =>
        filed switch
        {
            { Claim.Verdict.Outcome: ClaimOutcome.Replacement } => filed.Lines,
            { Return.Verdict: { } verdict } => verdict.Exchanged,
            _ => [],
        };

    private static int Count(IReadOnlyList<ParcelLine> lines, string sku) =>
        lines.Where(line => line.Sku == sku).Sum(line => line.Quantity);

    private static string Text(IEnumerable<CaseState> cases) =>
        string.Join(
            "; ",
            cases
                .Where(filed => filed.Lines.Count > 0)
                .Select(filed =>
                    $"{filed.Kind} {filed.Claim?.Kind} {filed.Status} {filed.Claim?.Verdict?.Outcome} "
                    + string.Join(", ", filed.Lines.Select(line => $"{line.Quantity} {line.Sku}"))
                )
        );
}
