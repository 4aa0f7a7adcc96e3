using Lives.Machine;
using Lives.Scripts;
using Orders.Functions.Domain.Status;

namespace Lives.Campaigns;

/// <summary>What the lives of a campaign have seen: what happens in each status, faults, crashes, timeline entries.</summary>
internal sealed class Coverage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(OrderStatus Status, Trigger On), long> _sighted = [];
    private readonly Dictionary<Aim, (long Lives, long Hits, int Missed)> _aims = [];
    private readonly Dictionary<OrderStatus, long> _statuses = [];
    private readonly Dictionary<FaultKind, long> _faults = [];
    private readonly Dictionary<string, long> _outcomes = new(StringComparer.Ordinal);

    /// <summary>How often something happened to an order in a status.</summary>
    public IReadOnlyDictionary<(OrderStatus Status, Trigger On), long> Sighted => _sighted;

    /// <summary>What the table of the order's life lists from outside, and no life has seen.</summary>
    public IReadOnlyList<(OrderStatus Status, Trigger On)> Unseen =>
        [
            .. Transitions
                .All.Where(row => !row.On.IsOutcome() && !row.On.IsTimeout())
                .Select(row => (row.From, row.On))
                .Where(pair => !_sighted.ContainsKey(pair)),
        ];

    /// <summary>What happened although the table of the order's life says that it cannot.</summary>
    public IReadOnlyList<(OrderStatus Status, Trigger On)> Unlisted =>
        [
            .. _sighted
                .Keys.Where(pair => !pair.On.IsOutcome() && !pair.On.IsTimeout() && Transitions.Of(pair.Status, pair.On).To.Count == 0)
                .Order(),
        ];

    /// <summary>How many lives aimed at something, how many of them saw it, and the seed of the last one that did not.</summary>
    public IReadOnlyDictionary<Aim, (long Lives, long Hits, int Missed)> Aims => _aims;

    /// <summary>How many orders were in a status.</summary>
    public IReadOnlyDictionary<OrderStatus, long> Statuses => _statuses;

    public IReadOnlyDictionary<FaultKind, long> Faults => _faults;

    /// <summary>How often the timelines tell of each kind of thing, and commands of each outcome.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    public long Calls { get; private set; }

    public long Crashes { get; private set; }

    public void Add(Life life)
    {
        lock (_gate)
        {
            Calls += life.World.Calls;
            Crashes += life.World.Crashes;
            foreach (var (pair, count) in life.Sighted)
                _sighted[pair] = _sighted.GetValueOrDefault(pair) + count;
            if (life.Script.Aim is { } aim)
            {
                var (lives, hits, missed) = _aims.GetValueOrDefault(aim);
                _aims[aim] = life.Sighted.ContainsKey((aim.Status, aim.On))
                    ? (lives + 1, hits + 1, missed)
                    : (lives + 1, hits, life.Script.Seed);
            }

            foreach (var (fault, count) in life.World.Faults)
                _faults[fault] = _faults.GetValueOrDefault(fault) + count;
            foreach (var (outcome, count) in life.Outcomes)
                _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + count;
            foreach (var status in life.Orders.Values.SelectMany(order => order.Since.Keys))
                _statuses[status] = _statuses.GetValueOrDefault(status) + 1;
        }
    }
}
