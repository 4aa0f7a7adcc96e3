using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts;

/// <summary>
/// In two of three scripts that aim at nothing somebody does what the trade knows and few expect: a coin that is told at each confirmation,
/// a clock that is wrong, two who claim the same unit, a name in another script. Drawn apart from the rest of the script, which stays what
/// it is.
/// </summary>
internal static class Oddities
{
    // Neighbouring seeds draw alike unless they are stirred.
    private const uint Stirring = 2654435761;

    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private static readonly string[] _physical = ["HW-LITE", "HW-PRO", "AC-CABLE", "AC-STEEL"];
    private static readonly CarrierClock[] _clocks = [.. Enum.GetValues<CarrierClock>().Where(clock => clock != CarrierClock.Right)];
    private static readonly Spelling[] _spellings = [.. Enum.GetValues<Spelling>().Where(spelling => spelling != Spelling.Plain)];
    private static readonly DeedKind[] _payments =
    [
        DeedKind.Pay,
        DeedKind.PayBlindly,
        DeedKind.PayTwice,
        DeedKind.PayTooLittle,
        DeedKind.PayInVain,
        DeedKind.SendCrypto,
    ];

    private static readonly IReadOnlyList<Func<Script, int, Random, Script>> _all =
    [
        Coin,
        Coin,
        LostCoin,
        MoneyTwice,
        MoneyTwice,
        Clock,
        Clock,
        Clock,
        Scans,
        Text,
        AtOnce,
        AtOnce,
        Split,
        Split,
        TooMuch,
        Elsewhere,
        Looks,
    ];

    public static Script Add(Script script)
    {
        var random = new Random(unchecked((int)((uint)script.Seed * Stirring)));
        if (random.Next(3) == 0)
            return script;
        for (var count = 1 + (random.Next(3) == 0 ? 1 : 0); count > 0; count--)
            script = _all[random.Next(_all.Count)](script, random.Next(script.Orders.Count), random);
        return script;
    }

    /// <summary>A coin payment, told at each confirmation.</summary>
    private static Script Coin(Script script, int order, Random random) => PaidBy(script, order, DeedKind.SendCoin, random);

    /// <summary>A coin that was seen, and is gone.</summary>
    private static Script LostCoin(Script script, int order, Random random) => PaidBy(script, order, DeedKind.LoseCoin, random);

    private static Script PaidBy(Script script, int order, DeedKind kind, Random random) =>
        With(
            Plan(script, order, plan => plan with { Payment = PaymentMethod.Crypto }) with
            {
                Deeds = [.. script.Deeds.Where(deed => deed.Order != order || !_payments.Contains(deed.Kind))],
            },
            Deed(order, OrderStatus.AwaitingPayment, Time(random, _hour), kind, random)
        );

    /// <summary>The payment provider tells everything twice: what was paid, too much of it, refunds, disputes.</summary>
    private static Script MoneyTwice(Script script, int order, Random random)
    {
        script = With(script, new Deed(order, null, TimeSpan.Zero, DeedKind.TellMoneyTwice, 0));
        return random.Next(4) switch
        {
            0 => With(script, Deed(order, OrderStatus.AwaitingPayment, Time(random, _hour), DeedKind.PayTooMuch, random)),
            1 => With(script, Deed(order, OrderStatus.CheckingStock, Time(random, _day * 12), DeedKind.DisputePayment, random)),
            2 => With(
                script,
                Deed(order, OrderStatus.Placed, TimeSpan.Zero, DeedKind.SettleRefundsLater, random),
                Deed(order, OrderStatus.Preparing, TimeSpan.Zero, DeedKind.Cancel, random)
            ),
            _ => script,
        };
    }

    private static Script Clock(Script script, int order, Random random)
    {
        script = Plan(script, order, plan => plan with { Clock = _clocks[random.Next(_clocks.Length)] });
        return random.Next(2) == 0 ? Paid(script, order, random) : script;
    }

    private static Script Scans(Script script, int order, Random random) =>
        Plan(
            Paid(script, order, random),
            order,
            plan => plan with { Journey = random.Next(2) == 0 ? Journey.ScansTripled : Journey.ScansBackfilled }
        );

    private static Script Text(Script script, int order, Random random) =>
        Plan(script, order, plan => plan with { Spelling = _spellings[random.Next(_spellings.Length)] });

    /// <summary>One unit is claimed twice, or claimed and sent back, by people who do not wait for each other; and all is granted.</summary>
    private static Script AtOnce(Script script, int order, Random random)
    {
        var asked = Time(random, _day * 5);
        script = Plan(
            Paid(script, order, random) with
            {
                Slow = Math.Max(script.Slow, 0.25),
            },
            order,
            plan =>
                plan with
                {
                    Journey = Journey.Smooth,
                    Lines = [new PlannedLine(_physical[random.Next(_physical.Length)], 1 + random.Next(2))],
                }
        );
        return With(
            script,
            Deed(
                order,
                OrderStatus.Delivered,
                asked,
                random.Next(2) == 0 ? DeedKind.ClaimTwiceAtOnce : DeedKind.ClaimAndReturnAtOnce,
                random
            ),
            Deed(order, OrderStatus.Delivered, asked + Time(random, _hour * 20), DeedKind.GrantClaims, random),
            Deed(order, OrderStatus.Delivered, asked + Time(random, _day * 2), DeedKind.SendReturn, random),
            Deed(order, OrderStatus.Delivered, asked + (_day * 8), DeedKind.ReceiveReturn, random)
        );
    }

    /// <summary>A part of the goods is short: it comes later, or something else does, and meanwhile people look, claim and return.</summary>
    private static Script Split(Script script, int order, Random random)
    {
        var shortOf = random.Next(_physical.Length);
        var there = (shortOf + 1 + random.Next(_physical.Length - 1)) % _physical.Length;
        var stock = new Dictionary<string, int>(script.Stock, StringComparer.Ordinal)
        {
            [_physical[shortOf]] = random.Next(2),
            [_physical[there]] = 50,
        };
        script = Plan(
            Paid(script, order, random) with
            {
                Stock = stock,
            },
            order,
            plan =>
                plan with
                {
                    Journey = Journey.Smooth,
                    Lines = [new PlannedLine(_physical[shortOf], 2), new PlannedLine(_physical[there], 1 + random.Next(2))],
                    OutOfStock = random.Next(5) switch
                    {
                        0 => OutOfStockChoice.Wait,
                        1 => OutOfStockChoice.Substitute,
                        _ => OutOfStockChoice.Split,
                    },
                }
        );
        var come = (_day * 2) + Time(random, _day * 20);
        return With(
            script,
            Deed(order, OrderStatus.Shipped, come, DeedKind.ReceiveStock, random),
            Deed(order, OrderStatus.Shipped, _day + Time(random, _day * 8), DeedKind.Look, random) with
            {
                OnPage = true,
            },
            Deed(
                order,
                OrderStatus.Shipped,
                (_day * 3) + Time(random, _day * 8),
                random.Next(2) == 0 ? DeedKind.FileClaim : DeedKind.RequestReturn,
                random
            )
        );
    }

    /// <summary>Somebody is generous, or makes a mistake.</summary>
    private static Script TooMuch(Script script, int order, Random random)
    {
        var asked = Time(random, _day * 5);
        return With(
            Paid(script, order, random),
            Deed(order, OrderStatus.Delivered, asked, DeedKind.FileClaim, random),
            Deed(order, OrderStatus.Delivered, asked + Time(random, _hour * 20), DeedKind.GrantTooMuch, random)
        );
    }

    /// <summary>The same goods once more within minutes, for somebody who lives elsewhere.</summary>
    private static Script Elsewhere(Script script, int order, Random random)
    {
        var plan = script.Orders[order];
        var again = plan with
        {
            At = plan.At + TimeSpan.FromMinutes(1 + random.Next(9)),
            House = 500 + random.Next(100),
            Variant = random.Next(1_000_000),
        };
        script = script with { Orders = [.. script.Orders, again] };
        return Paid(script, script.Orders.Count - 1, random);
    }

    private static Script Looks(Script script, int order, Random random) =>
        With(
            script,
            [
                .. Enumerable
                    .Range(0, 3 + random.Next(4))
                    .Select(_ =>
                        Deed(
                            order,
                            (OrderStatus)random.Next(Enum.GetValues<OrderStatus>().Length),
                            Time(random, _day * 5),
                            DeedKind.Look,
                            random
                        ) with
                        {
                            OnPage = true,
                        }
                    ),
            ]
        );

    /// <summary>The order comes far: somebody pays.</summary>
    private static Script Paid(Script script, int order, Random random) =>
        script.Deeds.Any(deed => deed.Order == order && _payments.Contains(deed.Kind))
            ? script
            : With(script, Deed(order, OrderStatus.AwaitingPayment, Time(random, _hour), DeedKind.Pay, random));

    private static Script Plan(Script script, int order, Func<OrderPlan, OrderPlan> change) =>
        script with
        {
            Orders = [.. script.Orders.Select((plan, index) => index == order ? change(plan) : plan)],
        };

    private static Script With(Script script, params IReadOnlyList<Deed> deeds) => script with { Deeds = [.. script.Deeds, .. deeds] };

    private static Deed Deed(int order, OrderStatus? when, TimeSpan after, DeedKind kind, Random random) =>
        Scripts.Deed.Of(order, when, after, kind, random.Next(1_000_000));

    /// <summary>Up to a longest time, rather short.</summary>
    private static TimeSpan Time(Random random, TimeSpan longest) =>
        TimeSpan.FromSeconds(Math.Floor(longest.TotalSeconds * Math.Pow(random.NextDouble(), 2)));
}
