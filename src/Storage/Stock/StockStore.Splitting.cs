using System.Globalization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Storage.Tables;

namespace Orders.Functions.Storage.Stock;

// Reserved goods that leave in several parcels: no unit moves, only which reservation holds it.
public sealed partial class StockStore
{
    private const string SplitStep = "split";

    /// <summary>
    /// Gives each part of a reservation a reservation of its own, all in one transaction; what no part names stays where it is. Keyed
    /// (order, reference): a second call changes nothing.
    /// </summary>
    /// <returns>The parts as they were first made, in order.</returns>
    /// <exception cref="InvalidOperationException">
    /// There is no such reservation, it is released or shipped, or it does not hold what the parts name.
    /// </exception>
    /// <exception cref="StorageContentionException">Other processes were first each time.</exception>
    public Task<IReadOnlyList<ReservationPart>> SplitAsync(
        string orderId,
        string reference,
        IReadOnlyList<IReadOnlyList<ParcelLine>> parts,
        CancellationToken cancellation = default
    ) =>
        ChangeAsync<IReadOnlyList<ReservationPart>>(
            async () =>
            {
                var row =
                    await FindReservationAsync(orderId, reference, cancellation)
                    ?? throw new InvalidOperationException($"Order {orderId} has no reservation {reference}.");
                var whole = row.Read<StoredReservation>();
                if (whole.Steps.ContainsKey(SplitStep))
                    return (await FindPartsAsync(orderId, reference, cancellation), []);
                if (whole.Status != ReservationStatus.Reserved)
                    throw new InvalidOperationException(
                        $"The reservation {reference} of order {orderId} cannot be split: it is {whole.Status}."
                    );

                var rest = parts
                    .SelectMany(Merge)
                    .Aggregate(whole, (left, line) => left.WithLines(line.Sku, -line.Quantity))
                    .WithStep(SplitStep, []);
                var transaction = new RowTransaction(_stock).Replace(StockRows.Of(orderId, reference, rest), row.ETag);
                ReservationPart[] made = [.. parts.Select((lines, i) => new ReservationPart(PartOf(reference, i + 1), Merge(lines)))];
                foreach (var part in made)
                    transaction.Add(
                        StockRows.Of(
                            orderId,
                            part.Reference,
                            new StoredReservation(ReservationStatus.Reserved, part.Lines) { Rank = whole.Rank, Revision = 1 }
                        )
                    );
                await transaction.SubmitAsync(cancellation);
                return (made, []);
            },
            cancellation
        );

    /// <summary>The parts that a reservation was split into; none if it was not.</summary>
    public async Task<IReadOnlyList<ReservationPart>> FindPartsAsync(
        string orderId,
        string reference,
        CancellationToken cancellation = default
    )
    {
        List<ReservationPart> parts = [];
        while (await FindReservationAsync(orderId, PartOf(reference, parts.Count + 1), cancellation) is { } row)
            parts.Add(new ReservationPart(PartOf(reference, parts.Count + 1), row.Read<StoredReservation>().Lines));
        return parts;
    }

    private static string PartOf(string reference, int number) => string.Create(CultureInfo.InvariantCulture, $"{reference}/{number}");
}

/// <summary>A part of a reservation that was split.</summary>
/// <param name="Reference">Under which it is reserved now.</param>
public sealed record ReservationPart(string Reference, IReadOnlyList<ParcelLine> Lines);
