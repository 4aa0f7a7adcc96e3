using Azure.Data.Tables;
using Azure.Storage.Queues;
using DurableTask.Core.History;
using Lives.Defects;
using Lives.Machine;
using Lives.Scripts;
using Lives.Storage;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;
using Orders.Functions.Storage.Orders;
using Orders.Functions.Storage.Stock;
using Orders.Functions.Storage.Tables;

namespace Lives;

/// <summary>One run of a script: the world it plays in, and what is known of its orders.</summary>
internal sealed class Life
{
    /// <summary>Longer than any order may take, whatever happens to it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromDays(400);

    private const int OrderIdLength = 26;

    private static readonly IReadOnlyList<Seeder.SeededProduct> _goods = Seeder.ReadFile().Products;

    private readonly Dictionary<string, PlacedOrder> _byId = new(StringComparer.Ordinal);

    public Life(Blueprint blueprint, Script script, Defect? defect = null)
    {
        Script = script;
        Unplaced = script.Orders.Count;
        World = new World(blueprint, script, defect) { Heard = Hear };
        if (script.Aimed is { Count: > 0 } aimed)
            World.Aimed = new AimedFaults(this, aimed).Meet;
        World.Tables.Changed = Notice;
    }

    public Script Script { get; }

    public World World { get; }

    /// <summary>The orders that the shop accepted, by their place in the script.</summary>
    public Dictionary<int, PlacedOrder> Orders { get; } = [];

    /// <summary>What was asked of the shop, and what it answered; attempts without an answer included.</summary>
    public List<Given> Answers { get; } = [];

    /// <summary>Deeds that are being done, or will be without anything else having to happen.</summary>
    public int Busy { get; set; }

    /// <summary>Orders of the script that are still to be placed.</summary>
    public int Unplaced { get; set; }

    /// <summary>Whether somebody has still something to do, or to wait for.</summary>
    public bool IsLively => Unplaced > 0 || Busy > 0 || Orders.Values.Any(order => !order.IsOver);

    /// <summary>What everybody did and heard, in order; for reading when something went wrong.</summary>
    public List<string> Journal { get; } = [];

    /// <summary>Plays the script to its end.</summary>
    public void Play() => World.Run(PrepareAsync, Players.Of(this), Limit);

    /// <summary>The shop's goods, as many as the script says.</summary>
    private async Task PrepareAsync(World world)
    {
        var tables = world.App.Get<TableServiceClient>();
        await StorageSchema.CreateAsync(tables, world.App.Get<QueueServiceClient>(), CancellationToken.None);
        foreach (var (product, units) in _goods)
        {
            await tables
                .GetTableClient(StorageSchema.Catalogue)
                .AddEntityAsync(new TableEntity(Catalogue.Partition, TableKey.Escape(product.Sku)).With(product));
            if (SeedOf(product.Sku, units) is > 0 and var seed)
                await world.App.Get<StockStore>().ReceiveAsync("seed", product.Sku, seed);
        }
    }

    /// <summary>Units at the start.</summary>
    public int SeedOf(string sku) => SeedOf(sku, _goods.First(good => good.Product.Sku == sku).Stock);

    private int SeedOf(string sku, int units) => Script.Stock.TryGetValue(sku, out var scripted) ? scripted : units;

    /// <summary>How often something happened to an order in a status.</summary>
    public Dictionary<(OrderStatus Status, Trigger On), int> Sighted { get; } = [];

    /// <summary>How often a timeline tells of each kind of thing.</summary>
    public Dictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>A number that two runs have in common only if the same was written in the same order at the same time.</summary>
    public ulong Trace { get; private set; } = 14695981039346656037;

    /// <summary>When orders were first seen in their statuses, and when again.</summary>
    public StatusTimes Times { get; } = new();

    /// <param name="before">The order's status when it was asked.</param>
    public void Answered(Given answer, OrderStatus? before)
    {
        Answers.Add(answer);
        if (answer.Order is { } index && Orders.GetValueOrDefault(index) is { } order && order.Status == before)
            Sight(order, Sightings.Of(answer, order.Status));
    }

    /// <summary>Reads over the shoulder of customers who look at their orders' pages.</summary>
    public Action<PlacedOrder, string>? PageRead { get; set; }

    public void Note(string what) => Journal.Add($"{World.Clock.Now - World.Clock.Start:d\\.hh\\:mm\\:ss} {what}");

    /// <summary>Null while it is not stored. The script's first order is known before its customer has an answer.</summary>
    public string? OrderIdOf(int index) =>
        Orders.TryGetValue(index, out var order) ? order.OrderId
        : index == 0 ? Times.FirstOrder
        : null;

    public PlacedOrder? Find(string orderId) => _byId.GetValueOrDefault(orderId);

    public void Accept(PlacedOrder order)
    {
        Orders[order.Index] = order;
        _byId[order.OrderId] = order;

        // An order whose first answer was lost may have moved on before its customer hears of it.
        if (World.Tables.Rows(StorageSchema.Orders, order.OrderId).FirstOrDefault(row => row.RowKey == OrderRows.State) is { } state)
            order.Reached(Enum.Parse<OrderStatus>(state.GetString(OrderRows.Status)), World.Clock.Now);
    }

    /// <summary>Looks at what was written: whoever waits for an order to come somewhere hears of it.</summary>
    private void Notice(string table, StoredRow row)
    {
        Remember(table);
        Remember(row.PartitionKey);
        Remember(row.Key);
        Trace = (Trace ^ (ulong)World.Clock.Now.Ticks) * 1099511628211;
        if (table != StorageSchema.Orders)
            return;
        if (row.Key == OrderRows.Order)
            Times.Note(row.PartitionKey, OrderStatus.Placed, World.Clock.Now);
        else if (row.Key == OrderRows.State)
            Times.Note(row.PartitionKey, Enum.Parse<OrderStatus>((string)row.Find(OrderRows.Status)!), World.Clock.Now);
        if (row.Key == OrderRows.State && _byId.GetValueOrDefault(row.PartitionKey) is { } order)
            order.Reached(Enum.Parse<OrderStatus>((string)row.Find(OrderRows.Status)!), World.Clock.Now);
        else if (row.Key.StartsWith(OrderRows.EventPrefix, StringComparison.Ordinal) && KindIn((string)row.Find("Json")!) is { } kind)
            Told(row.PartitionKey, kind);
    }

    private void Told(string orderId, string kind)
    {
        Outcomes[kind] = Outcomes.GetValueOrDefault(kind) + 1;
        if (_byId.GetValueOrDefault(orderId) is { } order)
            Sight(order, Sightings.Of(kind));
    }

    private void Hear(string instanceId, HistoryEvent told)
    {
        // The orchestrations' ids begin with the order's.
        if (
            told is EventRaisedEvent raised
            && instanceId.Length >= OrderIdLength
            && _byId.GetValueOrDefault(instanceId[..OrderIdLength]) is { } order
        )
            Sight(order, Sightings.Of(instanceId, raised));

        // What comes for an orchestration that has ended is settled by one of its own.
        if (
            told is ExecutionStartedEvent started
            && instanceId.StartsWith("late-", StringComparison.Ordinal)
            && Sightings.OfLate(started) is var (orderId, trigger)
            && _byId.GetValueOrDefault(orderId) is { } over
        )
            Sight(over, trigger);
    }

    private void Sight(PlacedOrder order, Trigger? trigger)
    {
        if (trigger is { } on)
            Sighted[(order.Status, on)] = Sighted.GetValueOrDefault((order.Status, on)) + 1;
    }

    private void Remember(string text)
    {
        foreach (var letter in text)
            Trace = (Trace ^ letter) * 1099511628211;
    }

    private static string? KindIn(string json)
    {
        const string Before = "\"kind\":\"";
        var start = json.IndexOf(Before, StringComparison.Ordinal);
        return start < 0 ? null : json[(start + Before.Length)..json.IndexOf('"', start + Before.Length)];
    }
}
