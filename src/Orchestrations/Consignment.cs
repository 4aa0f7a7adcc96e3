using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Orchestrations;

/// <summary>One parcel of an order as its orchestration follows it.</summary>
/// <param name="number">1 for the order's first parcel.</param>
/// <param name="lines">What is in it.</param>
/// <param name="whole">The reservation that its units were made in.</param>
/// <param name="reservation">The reservation that holds its units: that one, or the part of it that is this parcel's. None: they are the customer's own, on their way back to him.</param>
/// <param name="sold">True if its goods are in the books as sold from the start: it makes good for a parcel that was delivered.</param>
internal sealed class Consignment(int number, IReadOnlyList<ParcelLine> lines, string? whole, string? reservation, bool sold)
{
    public int Number => number;

    public IReadOnlyList<ParcelLine> Lines { get; } = lines;

    public string? Whole => whole;

    public string? Reservation => reservation;

    /// <summary>True once its goods are in the books as sold.</summary>
    public bool Sold { get; set; } = sold;

    /// <summary>The last that its shipment told.</summary>
    public ParcelState? State { get; set; }

    /// <summary>How it ended; null while it is under way.</summary>
    public ShipmentOutcome? Outcome { get; set; }

    /// <summary>True once its units were booked out of the warehouse.</summary>
    public bool HandedOver { get; set; }

    /// <summary>True once another parcel goes in its place: its end gives nothing back.</summary>
    public bool Replaced { get; set; }

    /// <summary>The event that called it back, until its shipment answers.</summary>
    public string? CalledBackBy { get; set; }

    /// <summary>True once it was called back and could not be stopped.</summary>
    public bool GoesOn { get; set; }

    /// <summary>True once it was called back and the carrier brings it.</summary>
    public bool ComesBack { get; set; }

    /// <summary>True once its shipment failed for good: nothing more is heard of it.</summary>
    public bool Forsaken { get; set; }

    public bool UnderWay => Outcome is null;

    /// <summary>True while it is in the warehouse, as far as the order knows, and the carrier may get it.</summary>
    public bool MayLeave => UnderWay && !HandedOver && !Forsaken;

    /// <summary>As far as the order's status goes; one that has not told anything yet is being packed.</summary>
    public ParcelState Stands => (State ?? new ParcelState { Number = number, Lines = Lines, Status = ParcelStatus.Preparing }) with { Outcome = Outcome, Replaced = Replaced };

    /// <summary>Its lines less those that were made good while it was on its way.</summary>
    public IReadOnlyList<ParcelLine> Owed { get; private set; } = lines;

    /// <summary>True if any of these lines is in it.</summary>
    public bool Carries(IReadOnlyList<ParcelLine> wanted) => Lines.Any(line => wanted.Any(one => one.Sku == line.Sku));

    /// <summary>Takes these lines out of what is owed for it.</summary>
    /// <returns>What was taken out: as much as there was.</returns>
    public IReadOnlyList<ParcelLine> MakeGood(IReadOnlyList<ParcelLine> lost)
    {
        int Lost(string sku) => lost.Where(line => line.Sku == sku).Sum(line => line.Quantity);
        List<ParcelLine> made = [.. Owed.Select(line => line with { Quantity = Math.Min(line.Quantity, Lost(line.Sku)) }).Where(line => line.Quantity > 0)];
        Owed = [.. Owed.Select(line => line with { Quantity = line.Quantity - (made.Find(one => one.Sku == line.Sku)?.Quantity ?? 0) }).Where(line => line.Quantity > 0)];
        return made;
    }
}
