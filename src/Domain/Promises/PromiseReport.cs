using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Promises;

/// <summary>How well the shop keeps its word.</summary>
/// <param name="Groups">By kind, shipping class and carrier.</param>
/// <param name="Broken">Each that was broken, the earliest first.</param>
public sealed record PromiseReport(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<PromiseGroup> Groups,
    IReadOnlyList<BrokenPromise> Broken
)
{
    /// <param name="promises">Those that fall due from <paramref name="from"/> to before <paramref name="to"/>.</param>
    public static PromiseReport Of(
        DateTimeOffset from,
        DateTimeOffset to,
        IReadOnlyCollection<(string OrderId, PromiseState Promise)> promises
    ) =>
        new(
            from,
            to,
            [
                .. promises
                    .GroupBy(one => (one.Promise.Kind, one.Promise.ShippingClass, one.Promise.Carrier))
                    .OrderBy(group => group.Key.Kind)
                    .ThenBy(group => group.Key.ShippingClass)
                    .ThenBy(group => group.Key.Carrier, StringComparer.Ordinal)
                    .Select(group => new PromiseGroup(
                        group.Key.Kind,
                        group.Key.ShippingClass,
                        group.Key.Carrier,
                        Count(group, PromiseOutcome.Kept),
                        Count(group, PromiseOutcome.Broken),
                        Count(group, PromiseOutcome.Open)
                    )),
            ],
            [
                .. promises
                    .Where(one => one.Promise.Outcome == PromiseOutcome.Broken)
                    .OrderBy(one => one.Promise.By)
                    .ThenBy(one => one.OrderId, StringComparer.Ordinal)
                    .Select(one => BrokenPromise.Of(one.OrderId, one.Promise)),
            ]
        );

    private static int Count(IEnumerable<(string OrderId, PromiseState Promise)> group, PromiseOutcome outcome) =>
        group.Count(one => one.Promise.Outcome == outcome);
}

/// <param name="ShippingClass">Absent for answers.</param>
/// <param name="Carrier">Absent for answers.</param>
public sealed record PromiseGroup(PromiseKind Kind, ShippingClass? ShippingClass, string? Carrier, int Kept, int Broken, int Open);

/// <param name="NewBy">What the customer was told instead.</param>
public sealed record BrokenPromise(
    string OrderId,
    PromiseKind Kind,
    string Reference,
    ShippingClass? ShippingClass,
    string? Carrier,
    DateTimeOffset By,
    DateTimeOffset BrokenAt,
    ReasonCode Reason,
    DateTimeOffset? NewBy,
    string? CalendarVersion
)
{
    public static BrokenPromise Of(string orderId, PromiseState promise) =>
        new(
            orderId,
            promise.Kind,
            promise.Reference,
            promise.ShippingClass,
            promise.Carrier,
            promise.By,
            promise.SettledAt ?? promise.By,
            promise.Reason ?? ReasonCode.Late,
            promise.NewBy,
            promise.CalendarVersion
        );
}
