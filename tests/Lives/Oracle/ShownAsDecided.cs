using DurableTask.Core.History;
using Lives.Storage;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// What everybody sees of an order never goes back to what it was; and in the end each step that was shown is one that the order's history
/// knows, so that no process that died has shown what was decided otherwise. Where the engine stored a decision, lost the answer and
/// decided again, with its events in another order, the second one may be shown: then the history comes to the same with its next step.
/// </summary>
internal sealed class ShownAsDecided : Invariant
{
    private readonly Dictionary<string, int> _sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<(string OrderId, int Sequence), (OrderStatus Status, DateTimeOffset? DecidedAt)> _shown = [];

    public override void OnRow(string table, StoredRow row)
    {
        if (table != StorageSchema.Orders || row.Key != OrderRows.State)
            return;
        var orderId = row.PartitionKey;
        var state = Books.State(orderId)!;
        var before = _sequences.GetValueOrDefault(orderId);
        Expect(state.Sequence >= before, orderId, $"step {state.Sequence} is written over step {before}");
        _sequences[orderId] = state.Sequence;
        _shown[(orderId, state.Sequence)] = (state.Status, (DateTimeOffset?)row.Find(OrderRows.DecidedAt));
    }

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders)
        {
            if (!ending.Instances.TryGetValue(order.Id, out var instance))
                continue;
            var decided = instance
                .History.OfType<TaskScheduledEvent>()
                .SelectMany(step => WrittenSteps.In(step.Input))
                .GroupBy(step => step.State.Sequence)
                .ToDictionary(steps => steps.Key, steps => steps.Last());
            foreach (var ((_, sequence), (status, decidedAt)) in _shown.Where(step => step.Key.OrderId == order.Id))
                Expect(
                    decided.TryGetValue(sequence, out var known)
                        && (
                            known.State.Status == status
                            || (decidedAt > known.DecidedAt && decided.GetValueOrDefault(sequence + 1)?.State.Status == status)
                        ),
                    order.Id,
                    $"step {sequence} was shown as {status}, and its history has {known?.State.Status}"
                );
        }
    }
}
