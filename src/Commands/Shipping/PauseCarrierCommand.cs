using Microsoft.Extensions.Logging;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.Shipping;

/// <summary>Switches a carrier off for a while, or on again. What it has already goes on: it is tracked, voided, brought back.</summary>
public sealed class PauseCarrierCommand(CarrierRegistry carriers, CarrierPauses pauses, TimeProvider time, ILogger<PauseCarrierCommand> log)
{
    /// <summary>True if a carrier of this name is set up.</summary>
    public bool Knows(string carrier) => carriers.Names.Contains(carrier);

    public async Task<Outcome<CarrierStanding>> PauseAsync(CarrierToPause asked, CancellationToken cancellation)
    {
        if (!Knows(asked.Carrier))
            return new Missing("carrier");
        var pause = new CarrierPause(asked.Carrier, asked.Until, asked.Reason, asked.By, time.GetUtcNow());
        await pauses.SetAsync(pause, cancellation);
        log.LogInformation("{By} switched the carrier {Carrier} off until {Until:O}.", asked.By, asked.Carrier, asked.Until);
        return new Done<CarrierStanding>(new CarrierStanding(asked.Carrier, pause));
    }

    /// <param name="by">Who of operations does it.</param>
    public async Task<Outcome<CarrierStanding>> ResumeAsync(string carrier, string by, CancellationToken cancellation)
    {
        if (!Knows(carrier))
            return new Missing("carrier");
        if ((await pauses.ListAsync(cancellation)).FirstOrDefault(pause => pause.Carrier == carrier) is { } pause)
        {
            await pauses.SetAsync(pause with { Until = time.GetUtcNow(), EndedBy = by }, cancellation);
            log.LogInformation("{By} switched the carrier {Carrier} on again.", by, carrier);
        }

        return new Done<CarrierStanding>(new CarrierStanding(carrier, null));
    }

    /// <summary>The carriers that are set up, by name.</summary>
    public async Task<IReadOnlyList<CarrierStanding>> ListAsync(CancellationToken cancellation)
    {
        var off = (await pauses.ListAsync(cancellation)).ToDictionary(pause => pause.Carrier, StringComparer.Ordinal);
        return [.. carriers.Names.Order(StringComparer.Ordinal).Select(name => new CarrierStanding(name, off.GetValueOrDefault(name)))];
    }
}

public sealed record CarrierToPause(string Carrier, DateTimeOffset Until, string Reason, string By);

/// <param name="Pause">Null: parcels are booked with it.</param>
public sealed record CarrierStanding(string Name, CarrierPause? Pause);
