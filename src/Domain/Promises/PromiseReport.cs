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

public sealed record BrokenPromise
{
    public required string OrderId { get; init; }

    public required PromiseKind Kind { get; init; }

    public required string Reference { get; init; }

    public ShippingClass? ShippingClass { get; init; }

    public string? Carrier { get; init; }

    public required DateTimeOffset By { get; init; }

    public required DateTimeOffset BrokenAt { get; init; }

    public required ReasonCode Reason { get; init; }

    /// <summary>What the customer was told instead.</summary>
    public DateTimeOffset? NewBy { get; init; }

    public string? CalendarVersion { get; init; }

    public static BrokenPromise Of(string orderId, PromiseState promise) =>
        new()
        {
            OrderId = orderId,
            Kind = promise.Kind,
            Reference = promise.Reference,
            ShippingClass = promise.ShippingClass,
            Carrier = promise.Carrier,
            By = promise.By,
            BrokenAt = promise.SettledAt ?? promise.By,
            Reason = promise.Reason ?? ReasonCode.Late,
            NewBy = promise.NewBy,
            CalendarVersion = promise.CalendarVersion,
        };
}
