using Lives.Machine;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts.Aiming;

/// <summary>A script on its way to an aim: what its first order is, what is done about it, and what goes wrong.</summary>
internal sealed class Draft
{
    private static readonly string[] _physical = ["HW-LITE", "HW-PRO", "AC-CABLE", "AC-STEEL", "AC-POWER"];

    private readonly Script _script;
    private readonly Aim _aim;
    private readonly List<Deed> _deeds = [];
    private readonly List<AimedFault> _aimed = [];
    private readonly Dictionary<string, int> _stock;

    public Draft(Script script, Aim aim, Random random)
    {
        (_script, _aim, Random) = (script, aim, random);
        _stock = new Dictionary<string, int>(StringComparer.Ordinal);
        Plan = script.Orders[0] with
        {
            Lines = [new PlannedLine(_physical[random.Next(_physical.Length)], 2)],
            Journey = Journey.Smooth,
            Payment = random.Next(4) == 0 ? PaymentMethod.Crypto : PaymentMethod.Card,
            Variant = VariantFor(needsReview: false, random),
        };
    }

    public Random Random { get; }

    public OrderPlan Plan { get; set; }

    public Aim Aim => _aim;

    public bool Maybe(int outOf) => Random.Next(outOf) == 0;

    /// <summary>The review rules send this order to manual review: a person decides.</summary>
    public void NeedReview() => Plan = Plan with { Variant = VariantFor(needsReview: true, Random) };

    /// <summary>Of so many kinds of goods; of the first there are not enough.</summary>
    public void RunShort(int kinds, OutOfStockChoice choice)
    {
        var lines = _physical.OrderBy(_ => Random.Next()).Take(kinds).Select(sku => new PlannedLine(sku, 2)).ToArray();
        Plan = Plan with { Lines = lines, OutOfStock = choice };
        _stock[lines[0].Sku] = Maybe(3) ? 1 : 0;
    }

    /// <summary>There are none of these.</summary>
    public void SellOut(params ReadOnlySpan<string> skus)
    {
        foreach (var sku in skus)
            _stock[sku] = 0;
    }

    public void Do(DeedKind kind, OrderStatus? when, TimeSpan after, bool again = false, int? variant = null) =>
        _deeds.Add(Deed.Of(0, when, after, kind, variant ?? Random.Next(1_000_000), again));

    /// <summary>Soon after the order came where the aim is.</summary>
    public void DoThere(DeedKind kind, double minutes = 0, bool again = false, int? variant = null) =>
        Do(kind, _aim.Status, Minutes(minutes + Random.Next(10)), again, variant);

    /// <summary>The order stays in a status: its next step cannot be taken down.</summary>
    public void Hold(OrderStatus status, TimeSpan time, bool again = false, TimeSpan after = default) =>
        Fail(status, after, time, CallKind.Step, FaultKind.Hang, again: again);

    public void Fail(
        OrderStatus from,
        TimeSpan after,
        TimeSpan time,
        CallKind at,
        FaultKind kind,
        int skip = 0,
        int times = 0,
        bool again = false
    ) => _aimed.Add(new AimedFault(0, from, after, time, at, kind, skip, times, again));

    public void SetOut(IReadOnlyList<PlannedLine> lines) => Plan = Plan with { Lines = lines };

    public Script ToScript()
    {
        // Most such lives are told alone; some among others, and with what else may happen.
        var others = Maybe(4) ? _script.Orders.Skip(1).Select(order => order with { At = order.At + TimeSpan.FromHours(1) }).ToArray() : [];
        var isDisturbed = Maybe(3);
        var deeds = _script.Deeds.Where(deed =>
            deed.Order == 0 ? isDisturbed && deed.Kind is not (DeedKind.Pay or DeedKind.Cancel) && Maybe(2) : deed.Order <= others.Length
        );
        return _script with
        {
            Orders = [Plan with { At = TimeSpan.Zero }, .. others],
            Deeds = [.. _deeds, .. deeds],
            Stock = _stock,
            Faults = isDisturbed ? _script.Faults : [],
            Slow = isDisturbed ? _script.Slow : 0,
            Aim = _aim,
            Aimed = _aimed,
        };
    }

    public static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(minutes);

    /// <summary>Decides whether the review rules ask for manual review (<see cref="People.Placing"/>).</summary>
    private static int VariantFor(bool needsReview, Random random)
    {
        while (true)
        {
            var variant = random.Next(1_000_000);
            if ((variant % 7 == 0) == needsReview && variant % 31 > 0 && variant % 29 > 0)
                return variant;
        }
    }
}
