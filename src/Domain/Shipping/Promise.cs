using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Shipping;

/// <summary>When a parcel leaves and between which days it arrives, and why then. Times are the warehouse's.</summary>
/// <param name="HandlingBy">The last moment of the day on which the carrier has the parcel.</param>
/// <param name="From">The first moment of the first day on which it may come.</param>
/// <param name="To">The last moment of the last day.</param>
/// <param name="CalendarVersion">The calendars it was counted by.</param>
/// <param name="Why">What lies between the start and <paramref name="To"/> beyond plain business days, by day.</param>
public sealed record Promise(
    DateTimeOffset HandlingBy,
    DateTimeOffset From,
    DateTimeOffset To,
    string CalendarVersion,
    IReadOnlyList<PromiseReason> Why
);

/// <summary>One reason for a promised date: a day that is skipped, or days that are added.</summary>
/// <param name="Day">
/// The day that is skipped, or on which the period that adds days applies; the first of January of a year that is not known.
/// </param>
/// <param name="Country">Whose free day it is, ISO 3166-1 alpha-2.</param>
/// <param name="Days">Business days that come on top.</param>
/// <param name="Name">Of the holiday, the peak period, the area.</param>
public sealed record PromiseReason(
    PromiseReasonCode Code,
    DateOnly? Day = null,
    string? Country = null,
    int? Days = null,
    LocalizedText? Name = null
);

/// <summary>Why a promised date is not earlier, or may move. In JSON: snake_case. Its words are in PromiseTexts.</summary>
public enum PromiseReasonCode
{
    /// <summary>Ordered after the last pick-up of a day: that day does not count.</summary>
    AfterCutOff,

    /// <summary>Nothing is known of a year's holidays.</summary>
    CalendarMissing,

    /// <summary>A year's holidays are not announced yet.</summary>
    CalendarProvisional,

    /// <summary>Days on top.</summary>
    Customs,

    /// <summary>A day that does not count.</summary>
    Holiday,

    /// <summary>Days on top.</summary>
    Peak,

    /// <summary>Days on top.</summary>
    RemoteArea,

    /// <summary>A day that does not count.</summary>
    Weekend,
}
