using Azure.Data.Tables;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>Which carriers operations have switched off for now.</summary>
public sealed class CarrierPauses(TableServiceClient tables, TimeProvider clock)
{
    /// <summary>So long another process may book with a carrier that was just switched off.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private const string Partition = "carrier";

    private readonly TableClient _pauses = tables.GetTableClient(StorageSchema.CarrierPauses);
    private (DateTimeOffset At, IReadOnlyList<CarrierPause> Pauses)? _known;

    /// <summary>The names of those that nothing is booked with now.</summary>
    public async Task<IReadOnlySet<string>> PausedAsync(CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        if (_known is not var (at, pauses) || now - at >= Freshness)
            pauses = await ListAsync(cancellation);
        return pauses.Where(pause => pause.Until > now).Select(pause => pause.Carrier).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>All that are not over, as storage has them.</summary>
    public async Task<IReadOnlyList<CarrierPause>> ListAsync(CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var pauses = await _pauses
            .QueryAsync<TableEntity>(TableKey.InPartition(Partition), cancellationToken: cancellation)
            .Select(row => row.Read<CarrierPause>())
            .Where(pause => pause.Until > now)
            .ToListAsync(cancellation);
        _known = (now, pauses);
        return pauses;
    }

    /// <summary>Switches a carrier off, or on again; what was said before of it is replaced.</summary>
    public async Task SetAsync(CarrierPause pause, CancellationToken cancellation = default)
    {
        var row = new TableEntity(Partition, TableKey.Escape(pause.Carrier)).With(pause);
        await _pauses.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        _known = null;
    }
}
