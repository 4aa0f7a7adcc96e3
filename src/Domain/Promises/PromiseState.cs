using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Promises;

/// <summary>One promise to a customer, from the moment it is made to its end. One per (order, kind, reference).</summary>
public sealed record PromiseState
{
    public required PromiseKind Kind { get; init; }

    /// <summary>Tells two promises of a kind apart: <c>parcel-1</c>, <c>claim-…</c>.</summary>
    public required string Reference { get; init; }

    /// <summary>The last moment at which it is kept, as it was promised first.</summary>
    public required DateTimeOffset By { get; init; }

    public PromiseOutcome Outcome { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Why it was broken.</summary>
    public ReasonCode? Reason { get; init; }

    /// <summary>What the customer was told instead when it was broken.</summary>
    public DateTimeOffset? NewBy { get; init; }

    /// <summary>The calendars that it was counted by; null for a length of time that no calendar touches.</summary>
    public string? CalendarVersion { get; init; }

    public IReadOnlyList<PromiseReason> Why { get; init; } = [];

    public ShippingClass? ShippingClass { get; init; }

    /// <summary>Who carries the parcel; null for an answer.</summary>
    public string? Carrier { get; init; }

    [JsonIgnore]
    public bool IsOpen => Outcome == PromiseOutcome.Open;

    /// <summary>The two promises of a parcel: when the carrier has it, and when it arrives.</summary>
    public static IReadOnlyList<PromiseState> OfParcel(int number, Promise promise, ShippingClass shippingClass, string carrier)
    {
        var handling = new PromiseState
        {
            Kind = PromiseKind.Handling,
            Reference = FormattableString.Invariant($"parcel-{number}"),
            By = promise.HandlingBy,
            CalendarVersion = promise.CalendarVersion,
            Why = promise.Why,
            ShippingClass = shippingClass,
            Carrier = carrier,
        };
        return [handling, handling with { Kind = PromiseKind.Delivery, By = promise.To }];
    }

    /// <summary>What was promised has come about: kept if it was in time, else broken. A promise that has an end keeps it.</summary>
    /// <param name="reason">Why it was late, if it was.</param>
    public PromiseState Fulfil(DateTimeOffset at, ReasonCode reason = ReasonCode.Late) =>
        !IsOpen ? this
        : at <= By ? this with { Outcome = PromiseOutcome.Kept, SettledAt = at }
        : Break(at, reason);

    /// <summary>It has not come about in time, or will not.</summary>
    /// <param name="newBy">What the customer is told instead; null if it will not come about.</param>
    public PromiseState Break(DateTimeOffset at, ReasonCode reason, DateTimeOffset? newBy = null) =>
        !IsOpen ? this : this with { Outcome = PromiseOutcome.Broken, SettledAt = at, Reason = reason, NewBy = newBy };

    /// <summary>
    /// Nobody waits for it any more: the order was cancelled, the parcel recalled. It counts neither as kept nor as broken.
    /// </summary>
    public PromiseState Withdraw(DateTimeOffset at) => !IsOpen ? this : this with { Outcome = PromiseOutcome.Withdrawn, SettledAt = at };
}

public enum PromiseKind
{
    /// <summary>The carrier has the parcel.</summary>
    Handling,

    /// <summary>The parcel has arrived.</summary>
    Delivery,

    /// <summary>A claim or request was answered.</summary>
    Answer,
}

public enum PromiseOutcome
{
    Open,
    Kept,
    Broken,
    Withdrawn,
}
