using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;
using Orders.Functions.Domain.Shipping;
using Orders.Functions.Domain.Status;
using Orders.Functions.Domain.Views;

namespace Domain.Tests.Status.Life;

/// <summary>
/// The table of an order's life, explored in full: everything that can happen, in every way in which an order can stand, until nothing new
/// comes.
/// </summary>
public sealed class TransitionsTests
{
    private static readonly Trigger[] _triggers = Enum.GetValues<Trigger>();
    private static readonly OrderStatus[] _statuses = Enum.GetValues<OrderStatus>();
    private static readonly Lazy<Exploration> _explored = new(() => new Exploration());

    private static bool IsFinal(OrderStatus status) =>
        status is OrderStatus.Closed or OrderStatus.Cancelled or OrderStatus.Refunded or OrderStatus.Failed;

    [Fact]
    public void Every_status_says_what_each_event_does_to_it()
    {
        Trigger[] elsewhere =
        [
            Trigger.VoidWaybill,
            Trigger.ParcelInspected,
            Trigger.ClaimDecision,
            Trigger.ReturnSent,
            Trigger.ReturnScanned,
            Trigger.ReturnReceived,
            Trigger.ServiceReply,
            Trigger.Nudge,
            Trigger.StockArrived,
            Trigger.RefundDecision,
            .. _triggers.Where(trigger => trigger.IsScan() || trigger.IsOutcome() || trigger.IsTimeout()),
        ];
        var silent =
            from status in _statuses
            from trigger in _triggers.Except(elsewhere)
            where Transitions.Of(status, trigger).To.Count == 0
            select (status, trigger);

        Assert.Empty(silent);
    }

    [Fact]
    public void Every_status_is_reached_and_only_ends_are_ends()
    {
        HashSet<OrderStatus> reached = [OrderStatus.Placed];
        while (
            Transitions
                .All.Where(transition => reached.Contains(transition.From))
                .SelectMany(transition => transition.To)
                .Aggregate(false, (more, to) => reached.Add(to) || more)
        ) { }

        Assert.Equal(_statuses, reached.Order());
        Assert.Equal(
            _statuses.Where(IsFinal),
            _statuses.Where(status =>
                Transitions.All.Where(transition => transition.From == status).All(transition => transition.To.All(to => to == status))
            )
        );
    }

    /// <summary>
    /// Nobody outside has to do anything for an order to end: neither customer nor carrier nor payment provider nor a person of the shop.
    /// </summary>
    [Fact]
    public void Every_status_has_a_way_to_an_end_under_timeouts_alone()
    {
        HashSet<OrderStatus> ending = [.. _statuses.Where(IsFinal)];
        bool Ends(Transition transition) =>
            (
                transition.On.IsTimeout()
                || transition.On is Trigger.Begun or Trigger.Settled or Trigger.StockReserved or Trigger.ReviewPassed
            ) && transition.To.Any(ending.Contains);
        while (Transitions.All.Where(Ends).Aggregate(false, (more, transition) => ending.Add(transition.From) || more)) { }

        Assert.Equal(_statuses, ending.Order());
    }

    [Fact]
    public void Every_reachable_transition_is_in_the_table_and_none_of_it_idle()
    {
        var lived = _explored.Value.Moves;
        var listed = Transitions
            .All.Where(transition => transition.IsAllowed)
            .SelectMany(transition => transition.To, (transition, to) => (transition.From, transition.On, To: to))
            .ToHashSet();

        Assert.Empty(lived.Except(listed).Order());
        Assert.Empty(listed.Except(lived).Order());
    }

    [Fact]
    public void No_life_is_stuck_that_the_shop_and_time_alone_cannot_end()
    {
        // Neither the customer nor a carrier nor a payment provider is needed: what the shop owes, it can do.
        Trigger[] shop = [Trigger.ParcelInspected, Trigger.ClaimDecision, Trigger.ReturnReceived, Trigger.ServiceReply];
        var lives = _explored.Value;
        var ending = lives.All.Where(life => life.IsFinal).ToHashSet();
        var ways = lives
            .Ways.Where(way => way.On.IsTimeout() || way.On.IsOutcome() || shop.Contains(way.On))
            .ToLookup(way => way.To, way => way.From);
        var next = new Queue<Life>(ending);
        while (next.TryDequeue(out var life))
        {
            foreach (var before in ways[life].Where(ending.Add))
                next.Enqueue(before);
        }

        Assert.Empty(lives.All.Except(ending).Select(life => life.ToString()).Order());
        Assert.True(lives.All.Count > 1000, $"Only {lives.All.Count} lives.");
    }

    [Fact]
    public void What_is_allowed_is_what_has_an_effect()
    {
        if (string.Join('\n', _explored.Value.All.SelectMany(AllowedWrongly).Take(20)) is { Length: > 0 } wrong)
            Assert.Fail(wrong);
    }

    private static IEnumerable<string> AllowedWrongly(Life life)
    {
        var allowed = LifeView.Allowed(life);
        foreach (var (command, trigger) in LifeView.Commands)
        {
            var possible = LifeModel.After(life, trigger).Any();
            var row = Transitions.Of(life.Status, trigger);
            IReadOnlyList<ReasonCode> reasons = row.Refused is { } refused ? [refused, .. row.Unless] : row.Unless;
            var reason = allowed[command].Reason?.Code;
            if (
                reasons.Any(CommandRules.MayStillStop)
                && reason is ReasonCode.CarrierIsAsked or ReasonCode.RestIsCancelled or ReasonCode.Recalled
            )
            {
                // The table refuses it; who asks nevertheless has the carrier asked, once, and what has not left is not sent.
                if (possible)
                    yield return $"{life}: {command} has an effect, and is said to stop what it can";
            }
            else if (allowed[command].Possible != possible)
                yield return $"{life}: {command} {(possible ? "has an effect" : "has none")}, and is said to be {allowed[command]}";
            else if (!possible && reason != row.Refused && !reasons.Contains(reason!.Value))
                yield return $"{life}: {command} is refused for {reason}, and the table knows only " + $"{string.Join(", ", reasons)}";
        }
    }

    /// <summary>All lives, and all ways between them.</summary>
    private sealed class Exploration
    {
        public Exploration()
        {
            var next = new Queue<Life>();
            foreach (var digital in new[] { false, true })
                Meet(new Life(OrderStatus.Placed, digital));

            while (next.TryDequeue(out var life))
            {
                foreach (var packed in LifeModel.Packings(life))
                {
                    Ways.Add((life, Trigger.StockReserved, packed));
                    Meet(packed);
                }

                foreach (var trigger in _triggers)
                {
                    foreach (var way in LifeModel.After(life, trigger))
                    {
                        var from = life;
                        foreach (var to in way)
                        {
                            Moves.Add((from.Status, trigger, to.Status));
                            from = to;
                        }

                        Ways.Add((life, trigger, way[^1]));
                        Meet(way[^1]);
                    }
                }
            }

            void Meet(Life life)
            {
                if (All.Add(life))
                    next.Enqueue(life);
            }
        }

        public HashSet<Life> All { get; } = [];

        public HashSet<(OrderStatus From, Trigger On, OrderStatus To)> Moves { get; } = [];

        public List<(Life From, Trigger On, Life To)> Ways { get; } = [];
    }
}
