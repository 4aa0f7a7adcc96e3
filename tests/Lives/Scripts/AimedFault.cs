using Lives.Machine;
using Orders.Functions.Domain.Status;

namespace Lives.Scripts;

/// <summary>
/// A fault that does not hit a call by its number, but calls of one kind while an order is in a certain status: what lasts no time, or
/// fails once in a thousand lives, is reached on purpose.
/// </summary>
/// <param name="Order">Whose, by its place in the script.</param>
/// <param name="From">Since the order came into this status first.</param>
/// <param name="After">How long after that it begins.</param>
/// <param name="For">How long it lasts; <see cref="FaultKind.Hang"/> ends with it.</param>
/// <param name="Skip">So many calls go well before.</param>
/// <param name="Times">So many calls are hit; 0: all.</param>
/// <param name="Again">Since the order came into the status for the second time.</param>
internal sealed record AimedFault(
    int Order,
    OrderStatus From,
    TimeSpan After,
    TimeSpan For,
    CallKind At,
    FaultKind Kind,
    int Skip = 0,
    int Times = 0,
    bool Again = false
);

/// <summary>Calls that faults are aimed at.</summary>
internal enum CallKind
{
    /// <summary>What the next step of the order's orchestration has others do is sent, or that step is taken down.</summary>
    Step,

    /// <summary>The same of one of its parcels or cases.</summary>
    PartStep,

    /// <summary>The same of one of its parcels.</summary>
    ParcelStep,

    /// <summary>An event, or what a step came to, is put before the order's orchestration or one of its parts.</summary>
    Message,

    /// <summary>The order's own rows are written.</summary>
    Progress,

    /// <summary>The payment provider is told what is due.</summary>
    Demand,

    /// <summary>The payment provider is asked to give money back.</summary>
    Refund,

    /// <summary>The warehouse's books are written; whoever's they are.</summary>
    Stock,

    /// <summary>The book of licences is written; whoever's they are.</summary>
    Licences,

    /// <summary>A mail goes to the mail company.</summary>
    Mail,

    /// <summary>The carrier is given a parcel; whoever's it is.</summary>
    Booking,

    /// <summary>Any call.</summary>
    Any,
}

/// <param name="Until">When it is over.</param>
/// <param name="IsFirst">True for the first call that it hits.</param>
internal sealed record AimedHit(FaultKind Kind, DateTimeOffset Until, bool IsFirst);
