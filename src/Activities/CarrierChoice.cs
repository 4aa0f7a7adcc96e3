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
        if (candidates.Count == 1)
            return (candidates[0], await BookAsync(candidates[0]));

        var noteKey = $"carrier:{key}";
        var note = await log.FindAsync(booking.OrderId, noteKey, cancellation);
        var asked = candidates.ToList().FindIndex(carrier => carrier.Name == note?.Asked);
        CarrierRefusedException? refusal = null;
        CarrierPausedException? pause = null;
        for (var at = Math.Max(asked, 0); at < candidates.Count; at++)
        {
            var carrier = candidates[at];
            if (at != asked && paused.Contains(carrier.Name))
            {
                pause = new CarrierPausedException(carrier.Name);
                continue;
            }

            if (at != asked)
                note = note is null
                    ? await log.AddAsync(booking.OrderId, noteKey, carrier.Name, cancellation)
                    : await log.RenewAsync(note, carrier.Name, cancellation);
            try
            {
                return (carrier, await BookAsync(carrier));
            }
            catch (CarrierRefusedException no)
            {
                refusal = no;
            }
        }

        throw pause ?? (Exception)refusal!;

        Task<Booking> BookAsync(ICarrier carrier) =>
            paused.Contains(carrier.Name) ? throw new CarrierPausedException(carrier.Name) : carrier.BookAsync(key, booking, cancellation);
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
