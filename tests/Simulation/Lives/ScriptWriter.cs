using Orders.Functions.Orders;
using Simulation.Machine;

namespace Simulation.Lives;

/// <summary>
/// Writes a script from a seed. Most orders have a customer who pays and a carrier who delivers, so that lives come far; around that everybody does whatever comes to mind, at any time.
/// </summary>
internal static class ScriptWriter
{
    private const int MostOrders = 3;
    private const int CallsOfAnOrder = 450;

    private static readonly string[] _countries = ["CN", "CN", "CN", "DE", "US"];
    private static readonly (string Sku, int Most)[] _goods = [("HW-LITE", 2), ("HW-PRO", 2), ("AC-CABLE", 3), ("AC-STEEL", 2), ("AC-POWER", 1), ("SW-VAULT", 2)];

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
        return new Script(seed, start, random.Next(3) == 0 ? random.NextDouble() * 0.2 : 0, random.Next(4) == 0, stock, orders, deeds, Faults(random, orders.Length));
    }

    private static OrderPlan Order(Random random, int index)
    {
        var lines = Enumerable.Range(0, Few(random, 3)).Select(_ => Pick(random, _goods)).DistinctBy(good => good.Sku).Select(good => new PlannedLine(good.Sku, 1 + random.Next(good.Most))).ToArray();
        return new OrderPlan(
            index == 0 ? TimeSpan.Zero : Span(random, TimeSpan.FromDays(10)),
            random.Next(3) == 0 ? 0 : index,
            lines,
            Pick(random, _countries),
            Pick(random, Enum.GetValues<ShippingClass>()),
            random.Next(4) == 0 ? PaymentMethod.Crypto : Pick(random, Enum.GetValues<PaymentMethod>()),
            Pick(random, Enum.GetValues<OutOfStockChoice>()),
            random.Next(2) == 0 ? Journey.Smooth : Pick(random, Enum.GetValues<Journey>()),
            random.Next(1_000_000));
    }

    private static IEnumerable<Deed> Deeds(Random random, OrderPlan plan, int order)
    {
        if (random.Next(12) != 0)
            yield return new Deed(order, OrderStatus.AwaitingPayment, Span(random, TimeSpan.FromHours(3)), plan.Payment == PaymentMethod.Crypto && random.Next(2) == 0 ? DeedKind.SendCrypto : DeedKind.Pay, random.Next(1_000_000));
        for (var count = random.Next(5); count > 0; count--)
        {
            var when = random.Next(5) == 0 ? (OrderStatus?)null : Pick(random, Enum.GetValues<OrderStatus>());
            yield return new Deed(order, when, Span(random, TimeSpan.FromDays(random.Next(4) == 0 ? 20 : 1)), Pick(random, Enum.GetValues<DeedKind>()), random.Next(1_000_000));
        }
    }

    private static IReadOnlyList<Fault> Faults(Random random, int orders)
    {
        if (random.Next(4) == 0)
            return [];
        var faults = new List<Fault>();
        for (var count = Few(random, 6); count > 0; count--)
        {
            // Troubles come together.
            var at = random.Next(orders * CallsOfAnOrder);
            var kind = Pick(random, Enum.GetValues<FaultKind>());
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
    private static TimeSpan Span(Random random, TimeSpan longest) => random.Next(6) == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Floor(longest.TotalSeconds * Math.Pow(random.NextDouble(), 3)));

    private static T Pick<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
