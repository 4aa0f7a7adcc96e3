using Lives.Machine;
using Lives.Scripts.Aiming;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts;

/// <summary>
/// Writes a script from a seed. Most orders have a customer who pays and a carrier who delivers, so that lives come far; around that
/// everybody does whatever comes to mind, at any time.
/// </summary>
internal static class ScriptWriter
{
    private const int MostOrders = 3;
    private const int CallsOfAnOrder = 450;

    private static readonly DeedKind[] _deeds = [.. Enum.GetValues<DeedKind>().Where(kind => kind < DeedKind.AnnouncePayment)];
    private static readonly Journey[] _journeys = [.. Enum.GetValues<Journey>().Where(journey => journey <= Journey.Refused)];
    private static readonly FaultKind[] _faults = [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.Hang)];

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly string[] _countries = ["CN", "CN", "CN", "DE", "US"];
    private static readonly (string Sku, int Most)[] _goods =
    [
        ("HW-LITE", 2),
        ("HW-PRO", 2),
        ("AC-CABLE", 3),
        ("AC-STEEL", 2),
        ("AC-POWER", 1),
        ("SW-VAULT", 2),
    ];

    public static Script Write(int seed)
    {
        var random = new Random(seed);
        var orders = Enumerable.Range(0, Few(random, MostOrders)).Select(index => Order(random, index)).ToArray();
        var deeds = orders.SelectMany((plan, index) => Deeds(random, plan, index)).ToArray();
        var stock = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (sku, _) in _goods)
        {
            if (random.Next(6) == 0)
                stock[sku] = random.Next(4);
        }

        // A business day in the warehouse, or any other day: calendars matter.
        var start = new DateTimeOffset(2026, 1, 5, 1, 0, 0, TimeSpan.Zero).AddDays(random.Next(360)).AddMinutes(random.Next(24 * 60));
        var script = new Script(
            seed,
            start,
            random.Next(3) == 0 ? random.NextDouble() * 0.2 : 0,
            random.Next(4) == 0,
            stock,
            orders,
            deeds,
            Faults(random, orders.Length)
        );
        return AimingWriter.IsAimed(seed) ? AimingWriter.Aim(script)
            : Circumstances.AreIn(seed) ? Oddities.Add(Circumstances.Add(script))
            : Oddities.Add(script);
    }

    private static OrderPlan Order(Random random, int index)
    {
        var lines = Enumerable
            .Range(0, Few(random, 3))
            .Select(_ => Pick(random, _goods))
            .DistinctBy(good => good.Sku)
            .Select(good => new PlannedLine(good.Sku, 1 + random.Next(good.Most)))
            .ToArray();
        return new OrderPlan(
            index == 0 ? TimeSpan.Zero : Span(random, TimeSpan.FromDays(10)),
            random.Next(3) == 0 ? 0 : index,
            lines,
            Pick(random, _countries),
            Pick(random, Enum.GetValues<ShippingClass>()),
            random.Next(4) == 0 ? PaymentMethod.Crypto : Pick(random, Enum.GetValues<PaymentMethod>()),
            Pick(random, Enum.GetValues<OutOfStockChoice>()),
            random.Next(2) == 0 ? Journey.Smooth : Pick(random, _journeys),
            random.Next(1_000_000)
        );
    }

    private static IEnumerable<Deed> Deeds(Random random, OrderPlan plan, int order)
    {
        if (random.Next(12) != 0)
            yield return New(
                Payment(random, plan),
                OrderStatus.AwaitingPayment,
                random.Next(12) == 0 ? _day * 1.5 : TimeSpan.FromHours(plan.Payment == PaymentMethod.Crypto ? 1.5 : 3)
            );
        if (plan.OutOfStock == OutOfStockChoice.Ask && random.Next(3) > 0)
            yield return New(DeedKind.DecideStock, OrderStatus.AwaitingStockDecision, _day * 4);
        if (random.Next(3) == 0)
            yield return New(DeedKind.Review, OrderStatus.InReview, _day * 2);
        if (random.Next(5) == 0)
        {
            yield return New(DeedKind.FileClaim, random.Next(3) == 0 ? OrderStatus.Shipped : OrderStatus.Delivered, _day * 9);
            if (random.Next(2) == 0)
                yield return New(DeedKind.DecideClaim, OrderStatus.Delivered, _day * 12);
        }

        if (random.Next(5) == 0)
        {
            var asked = Span(random, _day * 15);
            var sent = asked + Span(random, _day * 6);
            yield return At(DeedKind.RequestReturn, OrderStatus.Delivered, asked);
            if (random.Next(6) > 0)
                yield return At(DeedKind.SendReturn, OrderStatus.Delivered, sent);
            if (random.Next(2) == 0)
                yield return At(DeedKind.ReceiveReturn, OrderStatus.Delivered, sent + Span(random, _day * 12));
        }

        for (var count = random.Next(5); count > 0; count--)
        {
            var kind = Pick(random, _deeds);
            if (random.Next(10) < 7)
            {
                var (when, longest) = Sensible(random, kind);
                yield return New(kind, when, longest);
            }
            else
            {
                yield return New(
                    kind,
                    random.Next(5) == 0 ? null : Pick(random, Enum.GetValues<OrderStatus>()),
                    random.Next(4) == 0 ? _day * 20 : _day
                );
            }
        }

        // The warehouse writes down twice what it found: as soon as the parcel is there.
        if (plan.Journey is Journey.ReturnedToSender or Journey.Damaged && plan.Variant % 2 == 0)
            yield return new Deed(order, OrderStatus.InTransit, _day, DeedKind.InspectTwice, plan.Variant);

        Deed New(DeedKind kind, OrderStatus? when, TimeSpan longest) => At(kind, when, Span(random, longest));
        Deed At(DeedKind kind, OrderStatus? when, TimeSpan after) => Deed.Of(order, when, after, kind, random.Next(1_000_000));
    }

    private static DeedKind Payment(Random random, OrderPlan plan) =>
        plan.Payment == PaymentMethod.Crypto && random.Next(6) > 0
            ? DeedKind.SendCrypto
            : random.Next(20) switch
            {
                < 13 => DeedKind.Pay,
                13 => DeedKind.PayTwice,
                14 or 15 => DeedKind.PayTooLittle,
                16 => DeedKind.PayTooMuch,
                17 or 18 => DeedKind.PayInVain,
                _ => DeedKind.PayBlindly,
            };

    /// <summary>When people would do such a thing, and within which time.</summary>
    private static (OrderStatus? When, TimeSpan Longest) Sensible(Random random, DeedKind kind) =>
        kind switch
        {
            DeedKind.Review => (OrderStatus.InReview, _day * 3),
            DeedKind.DecideStock => (OrderStatus.AwaitingStockDecision, _day * 4),
            DeedKind.ReceiveStock => (Pick(random, [OrderStatus.AwaitingStockDecision, OrderStatus.AwaitingPayment]), _day * 10),
            DeedKind.DisputePayment => (
                Pick(random, [OrderStatus.Preparing, OrderStatus.Delivered, OrderStatus.Closed, OrderStatus.Cancelling]),
                _day * 20
            ),
            DeedKind.Cancel => (
                Pick(
                    random,
                    [
                        OrderStatus.Placed,
                        OrderStatus.AwaitingPayment,
                        OrderStatus.CheckingStock,
                        OrderStatus.AwaitingStockDecision,
                        OrderStatus.Preparing,
                        OrderStatus.Shipped,
                        OrderStatus.InTransit,
                    ]
                ),
                _day
            ),
            DeedKind.CancelLines or DeedKind.ChangeAddress or DeedKind.ChangeLines => (
                Pick(
                    random,
                    [OrderStatus.AwaitingPayment, OrderStatus.AwaitingPayment, OrderStatus.AwaitingStockDecision, OrderStatus.InReview]
                ),
                TimeSpan.FromHours(4)
            ),
            DeedKind.ConfirmChange or DeedKind.DeclineChange => (OrderStatus.AwaitingPayment, TimeSpan.FromHours(5)),
            DeedKind.VoidWaybill => (OrderStatus.Preparing, _day),
            DeedKind.InspectParcel => (OrderStatus.InTransit, _day * 15),
            DeedKind.FileClaim or DeedKind.RequestReturn => (OrderStatus.Delivered, _day * 10),
            DeedKind.DecideClaim or DeedKind.SendReturn or DeedKind.ReceiveReturn => (OrderStatus.Delivered, _day * 20),
            DeedKind.SettleRefund => (Pick(random, [OrderStatus.Cancelling, OrderStatus.Delivered, OrderStatus.Cancelled]), _day * 15),
            DeedKind.GiveRefundAddress => (Pick(random, [OrderStatus.Cancelling, OrderStatus.AwaitingPayment]), _day * 5),
            DeedKind.RefuseRefunds or DeedKind.SettleRefundsLater => (OrderStatus.Placed, _day),
            DeedKind.Look or DeedKind.AskQuestion or DeedKind.Reply or DeedKind.EraseCustomer => (
                Pick(random, Enum.GetValues<OrderStatus>()),
                _day * 3
            ),
            _ => (OrderStatus.AwaitingPayment, _day),
        };

    private static IReadOnlyList<Fault> Faults(Random random, int orders)
    {
        if (random.Next(4) == 0)
            return [];
        var faults = new List<Fault>();
        for (var count = Few(random, 6); count > 0; count--)
        {
            // Troubles come together.
            var at = random.Next(orders * CallsOfAnOrder);
            var kind = Pick(random, _faults);
            for (var run = Few(random, 4); run > 0; run--)
                faults.Add(new Fault(at++, kind));
        }

        return [.. faults.DistinctBy(fault => fault.AtCall).OrderBy(fault => fault.AtCall)];
    }

    /// <summary>From 1 to a most, rather few.</summary>
    private static int Few(Random random, int most)
    {
        var few = 1;
        while (few < most && random.Next(2) == 0)
            few++;
        return few;
    }

    /// <summary>Up to a longest time, often short, sometimes none.</summary>
    private static TimeSpan Span(Random random, TimeSpan longest) =>
        random.Next(6) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Floor(longest.TotalSeconds * Math.Pow(random.NextDouble(), 3)));

    private static T Pick<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
