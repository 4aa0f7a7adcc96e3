using Azure.Data.Tables;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Orders;

/// <summary>Which carriers operations have switched off, and who did: a row for each time, which stays.</summary>
public sealed class CarrierPauses(TableServiceClient tables, TimeProvider clock)
{
    /// <summary>So long another process may book with a carrier that was just switched off.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(30);

    private const string Partition = "carrier";

    private readonly TableClient _pauses = tables.GetTableClient(StorageSchema.CarrierPauses);
    private Copy? _known;

    /// <summary>The names of those that nothing is booked with now.</summary>
    public async Task<IReadOnlySet<string>> PausedAsync(CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var pauses = _known is { } known && now - known.At < Freshness ? known.Pauses : await ListAsync(cancellation);
        return pauses.Where(pause => pause.Until > now).Select(pause => pause.Carrier).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>All that are not over, as storage has them.</summary>
    public async Task<IReadOnlyList<CarrierPause>> ListAsync(CancellationToken cancellation = default)
    {
        var now = clock.GetUtcNow();
        var pauses = await _pauses
            .QueryAsync<TableEntity>(
                $"{TableKey.InPartition(Partition)} and {TableClient.CreateQueryFilter($"Until gt {now}")}",
                cancellationToken: cancellation
            )
            .Select(row => row.Read<CarrierPause>())
            .ToListAsync(cancellation);
        _known = new Copy(now, pauses);
        return pauses;
    }

    /// <summary>Switches a carrier off, or on again before its time.</summary>
    public async Task SetAsync(CarrierPause pause, CancellationToken cancellation = default)
    {
        var key = FormattableString.Invariant($"{TableKey.Escape(pause.Carrier)}:{pause.At.UtcTicks:d19}");
        var row = new TableEntity(Partition, key) { [nameof(CarrierPause.Until)] = pause.Until }.With(pause);
        await _pauses.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        _known = null;
    }

    private sealed record Copy(DateTimeOffset At, IReadOnlyList<CarrierPause> Pauses);
}
