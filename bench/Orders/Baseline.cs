namespace Bench.Orders;

/// <summary>What an order cost before the whole life of an order was built (issue 3), as this command measured it then.</summary>
internal static class Baseline
{
    public const string Commit = "5339c0a";

    /// <summary>So many more steps the main road may cost.</summary>
    public const int MostSteps = 2;

    public static readonly OrderCost Cost = new(
        new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["queue: delete"] = 14,
            ["queue: send"] = 14,
            ["table: delete"] = 9,
            ["table: insert"] = 19,
            ["table: query"] = 7,
            ["table: read a row"] = 98,
            ["table: transaction"] = 64,
            ["table: update"] = 39,
        },
        new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["activities"] = 21,
            ["sub-orchestrations"] = 1,
            ["timers"] = 6,
        },
        HistoryEvents: 140);
}
