namespace Bench.Orders;

/// <summary>What one order costs, from its placing to its close.</summary>
/// <param name="Calls">Storage calls by owner, service and operation.</param>
/// <param name="Steps">Steps of its orchestrations: <c>activities</c>, <c>sub-orchestrations</c>, <c>timers</c>.</param>
/// <param name="HistoryEvents">Rows of history that its orchestrations have at the end.</param>
internal sealed record OrderCost(IReadOnlyDictionary<string, int> Calls, IReadOnlyDictionary<string, int> Steps, int HistoryEvents)
{
    /// <param name="owner"><c>app</c> or <c>engine</c>.</param>
    public int CallsOf(string owner) =>
        Calls.Where(call => call.Key.StartsWith(owner + ",", StringComparison.Ordinal)).Sum(call => call.Value);

    public int AllSteps => Steps.Values.Sum();

    /// <summary>The middle of several orders, figure by figure: what a timer of the host adds to one of them falls out.</summary>
    public static OrderCost Median(IReadOnlyList<OrderCost> costs) =>
        new(
            Median(costs.Select(cost => cost.Calls)),
            Median(costs.Select(cost => cost.Steps)),
            (int)Statistics.Median(costs.Select(cost => (double)cost.HistoryEvents))
        );

    private static SortedDictionary<string, int> Median(IEnumerable<IReadOnlyDictionary<string, int>> figures)
    {
        var all = figures.ToArray();
        var names = all.SelectMany(one => one.Keys).Distinct(StringComparer.Ordinal);
        var median = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if ((int)Statistics.Median(all.Select(one => (double)one.GetValueOrDefault(name))) is > 0 and var count)
                median[name] = count;
        }

        return median;
    }
}
