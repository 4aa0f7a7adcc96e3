using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>One parcel of an order as its orchestration follows it.</summary>
/// <param name="number">1 for the order's first parcel.</param>
/// <param name="lines">What is in it.</param>
/// <param name="whole">The reservation that its units were made in.</param>
/// <param name="reservation">
/// The reservation that holds its units: that one, or the part of it that is this parcel's. None: they are the customer's own, on their way
/// back to them.
/// </param>
/// <param name="goods">Whether its goods are in the books as sold from the start: they replace what was delivered.</param>
internal sealed class TrackedParcel(int number, IReadOnlyList<ParcelLine> lines, string? whole, string? reservation, GoodsAre goods)
{
    private Recalled _recalled;

    public int Number => number;

    /// <summary>The name of what is done once for this parcel.</summary>
    public string Reference { get; } = FormattableString.Invariant($"parcel-{number}");

    public IReadOnlyList<ParcelLine> Lines { get; } = lines;

    public string? Whole => whole;

    public string? Reservation => reservation;

    /// <summary>Its lines less those that were compensated while it was on its way.</summary>
    public IReadOnlyList<ParcelLine> Owed { get; private set; } = lines;

    /// <summary>What a claim has refunded of it as lost while it was on its way.</summary>
    public IReadOnlyList<ParcelLine> RefundedAsLost { get; private set; } = [];

    /// <summary>The last that its shipment told.</summary>
    public ParcelState? State { get; private set; }

    /// <summary>How it ended; null while it is under way.</summary>
    public ShipmentOutcome? Outcome { get; private set; }

    /// <summary>Its goods are in the books as sold.</summary>
    public bool IsSold { get; private set; } = goods == GoodsAre.SoldBefore;

    /// <summary>Its units were booked out of the warehouse.</summary>
    public bool IsHandedOver { get; private set; }

    /// <summary>Another parcel goes in its place, or its order failed: its end gives nothing back.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Its shipment failed for good: no further update comes.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The event that recalled it, until its shipment answers.</summary>
    public string? RecalledBy { get; private set; }

    /// <summary>It was recalled, and the carrier does not stop it.</summary>
    public bool RecallWasRefused => _recalled == Recalled.Refused;

    /// <summary>It was recalled, and the carrier brings it back.</summary>
    public bool RecallWasAccepted => _recalled == Recalled.Accepted;

    public bool IsUnderWay => Outcome is null;

    /// <summary>It is in the warehouse, as far as the order knows, and the carrier may get it.</summary>
    public bool MayLeave => IsUnderWay && !IsHandedOver && !HasFailed;

    /// <summary>As far as the order's status goes; one that has not told anything yet is being packed.</summary>
    public ParcelState Standing =>
        (
            State
            ?? new ParcelState
            {
                Number = number,
                Lines = Lines,
                Status = ParcelStatus.Preparing,
            }
        ) with
        {
            Outcome = Outcome,
            Replaced = IsReplaced,
        };

    /// <summary>True if any of these lines is in it.</summary>
    public bool Carries(IReadOnlyList<ParcelLine> wanted) => Lines.Any(line => wanted.Any(one => one.Sku == line.Sku));

    /// <summary>Its shipment told something; what is older than the last that was told changes nothing.</summary>
    public void Told(ParcelState state) => State = State?.Sequence > state.Sequence ? State : state;

    public void Ended(ShipmentOutcome outcome) => Outcome = outcome;

    /// <summary>It has left the shop; an order that failed would have stopped it, and it left all the same.</summary>
    public void HandedOver()
    {
        IsHandedOver = true;
        IsReplaced = false;
    }

    public void Replaced() => IsReplaced = true;

    public void Failed() => HasFailed = true;

    /// <returns>False if its goods were in the books as sold before.</returns>
    public bool Sold()
    {
        var isFirst = !IsSold;
        IsSold = true;
        return isFirst;
    }

    public void Recall(string eventId) => RecalledBy = eventId;

    public void Answered(RecallResult answer)
    {
        RecalledBy = null;
        _recalled = answer.Stopped ? Recalled.Accepted : Recalled.Refused;
    }

    /// <summary>Takes these lines out of what is owed for it.</summary>
    /// <returns>What was taken out: as much as there was.</returns>
    public IReadOnlyList<ParcelLine> Compensated(IReadOnlyList<ParcelLine> lost)
    {
        int Lost(string sku) => lost.Where(line => line.Sku == sku).Sum(line => line.Quantity);
        List<ParcelLine> taken =
        [
            .. Owed.Select(line => line with { Quantity = Math.Min(line.Quantity, Lost(line.Sku)) }).Where(line => line.Quantity > 0),
        ];
        Owed =
        [
            .. Owed.Select(line => line with { Quantity = line.Quantity - (taken.Find(one => one.Sku == line.Sku)?.Quantity ?? 0) })
                .Where(line => line.Quantity > 0),
        ];
        return taken;
    }

    /// <summary>The price of these lines is paid back, as those of lost goods.</summary>
    public void Refunded(IReadOnlyList<ParcelLine> lines) => RefundedAsLost = [.. RefundedAsLost, .. lines];

    private enum Recalled
    {
        NotAnswered,
        Accepted,
        Refused,
    }
}

/// <summary>Whether goods are in the books as sold when their parcel leaves.</summary>
internal enum GoodsAre
{
    SoldOnDelivery,

    /// <summary>They replace what was delivered, or are the customer's own.</summary>
    SoldBefore,
}
