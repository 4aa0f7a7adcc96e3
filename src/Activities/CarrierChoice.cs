using Orders.Functions.Domain.Partners;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Activities;

/// <summary>
/// Books a parcel with the first carrier that takes it. Which one is asked is written down first, where there is a choice: an answer that was
/// lost may have been a waybill, so that nobody else is asked before that one has said no.
/// </summary>
public sealed class CarrierChoice(CarrierRegistry carriers, CarrierPauses pauses, IPartnerLog log)
{
    /// <exception cref="CarrierRefusedException">No carrier will carry this parcel; asking again is useless.</exception>
    /// <exception cref="CarrierPausedException">Those that would are switched off for now.</exception>
    /// <exception cref="HttpRequestException">The carrier could not be reached or is in trouble; ask again later.</exception>
    public async Task<(ICarrier Carrier, Booking Booking)> BookAsync(string key, ParcelBooking booking, CancellationToken cancellation)
    {
        var candidates = carriers.For(Carried(booking));
        if (candidates.Count == 0)
            throw new CarrierRefusedException($"No carrier is set up for a parcel of {booking.WeightGrams} g to {booking.Place}.");
        var paused = await pauses.PausedAsync(cancellation);
        if (candidates is [var only])
            return paused.Contains(only.Name)
                ? throw new CarrierPausedException(only.Name)
                : (only, await only.BookAsync(key, booking, cancellation));

        // Whoever was asked last may have a waybill; all others have said no, or were never asked.
        var noteKey = $"carrier:{key}";
        var note = await log.FindAsync(booking.OrderId, noteKey, cancellation);
        var asked = note is null ? null : carriers.Named(note.Asked);
        if (asked is not null && paused.Contains(asked.Name))
            throw new CarrierPausedException(asked.Name);

        Exception? why = null;
        foreach (var carrier in asked is null ? candidates : [asked, .. candidates.Where(carrier => carrier != asked)])
        {
            if (paused.Contains(carrier.Name))
            {
                why = new CarrierPausedException(carrier.Name);
                continue;
            }

            if (note is null)
                note = await log.AddAsync(booking.OrderId, noteKey, carrier.Name, cancellation);
            else if (note.Asked != carrier.Name)
                note = await log.RenewAsync(note, carrier.Name, cancellation);
            try
            {
                return (carrier, await carrier.BookAsync(key, booking, cancellation));
            }
            catch (CarrierRefusedException no)
            {
                // One that is switched off may take it when it is on again.
                why ??= no;
            }
        }

        throw why!;
    }

    private static ParcelToCarry Carried(ParcelBooking booking) =>
        new(
            booking.Place,
            booking.Class,
            booking.WeightGrams,
            booking.Goods.Select(goods => goods.Hazard).FirstOrDefault(kind => kind is not null)
        );
}

/// <summary>A carrier is switched off for now; ask again later.</summary>
public sealed class CarrierPausedException(string carrier) : Exception($"The carrier {carrier} is switched off.");
