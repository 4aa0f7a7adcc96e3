using Orders.Functions.Storage.Tables;

namespace Lives.Oracle;

/// <summary>
/// Each command that was answered with yes has an outcome of its own, and none is forgotten: as many outcomes as such answers. One that
/// came in the very moment of the order's end has that for an answer.
/// </summary>
internal sealed class EveryCommandCounts : Invariant
{
    private static readonly TimeSpan _moment = TimeSpan.FromMinutes(1);

    // By how the ids of their events begin.
    private static readonly Dictionary<string, string> _kinds = new(StringComparer.Ordinal)
    {
        ["review"] = "review:",
        ["stock-decision"] = "stock:",
        ["confirm-change"] = "confirm:",
        ["decline-change"] = "decline:",
        ["refund-paid"] = "refund-decision:",
        ["refund-retry"] = "refund-decision:",
    };

    public override void AtEnd(Ending ending)
    {
        foreach (var order in ending.Orders.Where(order => order.Placed is not null))
        {
            var ids = order
                .State.Commands.Keys.Concat(order.State.Changes.Keys)
                .Select(TableKey.Escape)
                .Concat(order.Handled)
                .ToHashSet(StringComparer.Ordinal);
            foreach (var kind in _kinds.GroupBy(kind => kind.Value, kind => kind.Key))
            {
                var said = Life.Answers.Count(answer =>
                    answer.Order == order.Placed!.Index
                    && answer.IsSuccess
                    && kind.Contains(answer.What)
                    && !(order.State.IsFinal && order.State.Since <= answer.At + _moment)
                );
                var prefix = TableKey.Escape(kind.Key);
                var done = ids.Count(id => id.StartsWith(prefix, StringComparison.Ordinal));
                Expect(said <= done, order.Id, $"{said} commands {kind.Key} were answered with yes, and {done} have an outcome");
            }
        }
    }
}
