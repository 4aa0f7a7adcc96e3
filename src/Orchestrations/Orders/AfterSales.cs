using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Which cases are open, and which units were compensated already: none is refunded, sent again or taken back twice.</summary>
internal sealed class AfterSales(OrderJournal journal)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    /// <summary>Units under a claim or return, or settled by one, by case: they cannot be returned (again).</summary>
    private readonly Dictionary<string, IReadOnlyList<ParcelLine>> _units = new(StringComparer.Ordinal);

    /// <summary>The parcels as they were when a case was taken up, by case.</summary>
    private readonly Dictionary<string, IReadOnlyList<ParcelState>> _parcels = new(StringComparer.Ordinal);

    /// <summary>Units that were claimed as lost and sent again, by case.</summary>
    private readonly Dictionary<string, LostUnits> _sentAgain = new(StringComparer.Ordinal);

    /// <summary>Units that were refunded: by claims, by returns, or with a parcel that did not come.</summary>
    private readonly List<ParcelLine> _refunded = [];

    /// <summary>Units that came back as new and were refunded.</summary>
    private readonly List<ParcelLine> _asNew = [];

    public bool AnyOpen => _open.Count > 0;

    public UnitsInCases Units =>
        new(
            [.. _units.Where(filed => _open.Contains(filed.Key)).SelectMany(filed => filed.Value)],
            [.. _units.Where(filed => !_open.Contains(filed.Key)).SelectMany(filed => filed.Value)]
        )
        {
            SentAgain = [.. _sentAgain.Values],
        };

    /// <param name="units">That nobody else may claim or return meanwhile.</param>
    /// <param name="parcels">The order's, as they are at this moment.</param>
    public void Open(string caseId, IReadOnlyList<ParcelLine> units, IReadOnlyList<ParcelState> parcels)
    {
        _open.Add(caseId);
        _units[caseId] = units;
        _parcels[caseId] = parcels;
    }

    /// <param name="units">That the case has settled; none if they can be claimed or returned again.</param>
    public void Close(string caseId, IReadOnlyList<ParcelLine> units)
    {
        _open.Remove(caseId);
        _sentAgain.Remove(caseId);
        _units[caseId] = units;
    }

    /// <param name="units">That are sent again in place of those that were lost.</param>
    public void CloseLost(string caseId, IReadOnlyList<ParcelLine> units)
    {
        Close(caseId, []);
        _sentAgain[caseId] = LostUnits.Of(units, _parcels[caseId]);
    }

    public void Refunded(IEnumerable<ParcelLine> lines) => _refunded.AddRange(lines);

    /// <summary>A return took these back as new.</summary>
    /// <returns>True if that was the last of the order: all of it came back, and as new.</returns>
    public bool TakeBackAsNew(IReadOnlyList<ParcelLine> lines)
    {
        _asNew.AddRange(lines);
        return lines.Count > 0
            && journal.Order.Lines.All(ordered =>
                ordered.Quantity <= _asNew.Where(back => back.Sku == ordered.Sku).Sum(back => back.Quantity)
            );
    }

    /// <summary>True if fewer units than these are left that were not refunded.</summary>
    public bool AreRefunded(ParcelLine line) => line.Quantity > NotRefunded(line.Sku);

    /// <summary>A unit that was sent again, and lost again, is refunded once.</summary>
    public IReadOnlyList<ParcelLine> NotRefunded(IReadOnlyList<ParcelLine> lines) =>
        [.. lines.Select(line => line with { Quantity = Math.Min(line.Quantity, NotRefunded(line.Sku)) }).Where(line => line.Quantity > 0)];

    private int NotRefunded(string sku) =>
        journal.Order.Lines.Where(ordered => ordered.Sku == sku).Sum(ordered => ordered.Quantity)
        - _refunded.Where(paid => paid.Sku == sku).Sum(paid => paid.Quantity);
}
