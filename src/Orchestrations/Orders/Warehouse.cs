using Microsoft.DurableTask;
using Orders.Functions.Activities;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>What leaves the shop: goods with their parcel, licences at once. Whatever has left is in the books.</summary>
internal sealed class Warehouse(
    TaskOrchestrationContext context,
    OrderJournal journal,
    OrderBalance balance,
    StockHold stock,
    OrderParcels parcels,
    Compensations compensations
)
{
    /// <summary>Licences of the backorder came before anything had left: their reservation is kept until then, as the order's is.</summary>
    private bool _keepsLicences;

    private bool _canRevoke;

    /// <summary>The value of the licences that are given out so far.</summary>
    private Money _licensed = journal.None;

    /// <summary>What is in a parcel is no longer in the warehouse; safe to repeat.</summary>
    public async Task BookOutAsync(TrackedParcel parcel)
    {
        if (parcel.Reservation is { } reservation)
        {
            await stock.ShipAsync(reservation);
        }

        if (parcel.Whole is { } whole && whole != parcel.Reservation)
        {
            // Licences stay in the whole reservation.
            await stock.ShipAsync(whole);
        }
    }

    /// <summary>Licences that came later than the others are no longer in the warehouse, once something has left; safe to repeat.</summary>
    public async Task BookOutLicencesAsync()
    {
        if (_keepsLicences)
        {
            await stock.ShipAsync(StockHold.BackorderReservation);
        }
    }

    /// <summary>All that came later were licences.</summary>
    public async Task TakeLaterLicencesAsync()
    {
        _keepsLicences = true;
        if (parcels.HasLeft)
        {
            await BookOutLicencesAsync();
        }
    }

    /// <summary>
    /// Issues and mails the keys of the licences that are there, and books them as sold; safe to repeat. While the order can stop as a
    /// whole, their units stay reserved, and an order that stops takes the keys back.
    /// </summary>
    public async Task DeliverLicencesAsync()
    {
        var given = balance.ValueOfLicences();
        if (given <= _licensed)
        {
            return;
        }

        if (!parcels.HasLeft && !_canRevoke)
        {
            _canRevoke = true;
            compensations.Push(RevokeLicencesAsync);
        }

        // The others come when they are there.
        var reference = _licensed.Amount == 0 ? "" : "backorder";
        await context.CallActivityAsync(nameof(DeliverLicences), journal.OrderId, Retries.Storage);
        balance.Book(LedgerKind.GoodsSold, given - _licensed, $"licences{reference}");
        _licensed = given;
        journal.Tell(TimelineKind.LicencesDelivered, Actor.System);
        journal.Mail(MailKind.Licences, reference);
        await journal.WriteAsync();
    }

    /// <summary>Books a parcel's goods as sold, and what is paid for sending them.</summary>
    public void Sell(TrackedParcel parcel)
    {
        if (parcel.Sold())
        {
            balance.Book(LedgerKind.GoodsSold, balance.ValueOf(parcel.Owed), parcel.Reference);
            SellShipping();
            balance.SellDuties();
        }
    }

    public void SellShipping() => balance.Book(LedgerKind.ShippingSold, journal.Order.ShippingFee, "order");

    /// <summary>Goods of a parcel that is not handed over are for sale again.</summary>
    public Task ReleaseAsync(TrackedParcel parcel) =>
        parcel is { IsHandedOver: false, Reservation: { } reservation } ? stock.ReleaseAsync(reservation) : Task.CompletedTask;

    /// <summary>The order stops as a whole: its keys are valid no longer, and nothing is owed for them.</summary>
    private async Task RevokeLicencesAsync()
    {
        await context.CallActivityAsync(
            nameof(RevokeLicences),
            new LicencesToRevoke(journal.OrderId, Licence.OfOrder, Lines: null),
            Retries.Storage
        );
        if (_licensed.Amount == 0)
        {
            // The step failed that issues them.
            return;
        }

        balance.Book(LedgerKind.GoodsReturned, _licensed, "licences");
        balance.OweWhatIsKept();
        journal.Tell(TimelineKind.LicencesRevoked, Actor.System, ("by", Licence.OfOrder));
        await journal.WriteAsync();
    }
}
