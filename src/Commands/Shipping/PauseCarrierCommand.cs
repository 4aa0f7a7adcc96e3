using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Shipping;

/// <summary>Switches a carrier off for a while, or on again. What it has already goes on: it is tracked, voided, brought back.</summary>
public sealed class PauseCarrierCommand(CarrierRegistry carriers, CarrierPauses pauses, TimeProvider time)
{
    /// <summary>True if a carrier of this name is set up.</summary>
    public bool Knows(string carrier) => carriers.Names.Contains(carrier);

    public async Task<Outcome<CarrierStanding>> PauseAsync(CarrierToPause asked, CancellationToken cancellation)
    {
        if (!Knows(asked.Carrier))
            return new Missing("carrier");
        var pause = new CarrierPause(asked.Carrier, asked.Until, asked.Reason, asked.By, time.GetUtcNow());
        var before = await OfAsync(asked.Carrier, cancellation);
        await pauses.SetAsync(pause, cancellation);
        await EndAsync(before, asked.By, cancellation);
        return new Done<CarrierStanding>(new CarrierStanding(asked.Carrier, pause));
    }

    /// <param name="by">Who of operations does it.</param>
    public async Task<Outcome<CarrierStanding>> ResumeAsync(string carrier, string by, CancellationToken cancellation)
    {
        if (!Knows(carrier))
            return new Missing("carrier");
        await EndAsync(await OfAsync(carrier, cancellation), by, cancellation);
        return new Done<CarrierStanding>(new CarrierStanding(carrier, null));
    }

    /// <summary>The carriers that are set up, by name.</summary>
    public async Task<IReadOnlyList<CarrierStanding>> ListAsync(CancellationToken cancellation)
    {
        var off = (await pauses.ListAsync(cancellation)).ToLookup(pause => pause.Carrier, StringComparer.Ordinal);
        return
        [
            .. carriers
                .Names.Order(StringComparer.Ordinal)
                .Select(name => new CarrierStanding(name, off[name].MaxBy(pause => pause.Until))),
        ];
    }

    private async Task<IReadOnlyList<CarrierPause>> OfAsync(string carrier, CancellationToken cancellation) =>
        [.. (await pauses.ListAsync(cancellation)).Where(pause => pause.Carrier == carrier)];

    private async Task EndAsync(IReadOnlyList<CarrierPause> ended, string by, CancellationToken cancellation)
    {
        foreach (var pause in ended)
            await pauses.SetAsync(pause with { Until = time.GetUtcNow(), EndedBy = by }, cancellation);
    }
}

public sealed record CarrierToPause(string Carrier, DateTimeOffset Until, string Reason, string By);

/// <param name="Pause">Null: parcels are booked with it.</param>
public sealed record CarrierStanding(string Name, CarrierPause? Pause);
