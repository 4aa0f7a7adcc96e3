using LocalRuntime.DurableTask.Core;
using Orders.Functions.Activities;
using Orders.Functions.Storage;
using Simulation.Storage;

namespace Simulation.Oracle;

/// <summary>
/// What everybody sees of an order was decided before: its row is written only once the step that decided it is stored, so that no process that dies can take it back; and it never goes back to what it was.
/// </summary>
internal sealed class ShownAsDecided : Invariant
{
    private readonly Dictionary<string, int> _sequences = new(StringComparer.Ordinal);

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders || row.Key != OrderRows.State)
            return;
        var orderId = row.PartitionKey;
        var sequence = Books.State(orderId)!.Sequence;
        var before = _sequences.GetValueOrDefault(orderId);
        Expect(sequence >= before, orderId, $"step {sequence} is written over step {before}");
        if (sequence > before)
            Expect(sequence <= Decided(orderId), orderId, $"step {sequence} is shown, and {Decided(orderId)} are stored");
        _sequences[orderId] = sequence;
    }

    /// <summary>Each step of an order ends with its being written down; one that is tried again counts again. The hub in memory answers at once.</summary>
    private int Decided(string orderId) =>
        Life.World.Hub.LoadAsync(orderId, CancellationToken.None).Result?.History.Count(played => played is TaskScheduled { Name: nameof(RecordProgress) }) ?? 0;
}
