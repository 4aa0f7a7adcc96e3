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
/// <param name="Code">
/// <c>after_cut_off</c>, <c>weekend</c>, <c>holiday</c> (days that do not count); <c>peak</c>, <c>remote_area</c>, <c>customs</c> (days
/// that come on top);
/// <c>calendar_missing</c>, <c>calendar_provisional</c> (a year whose calendar is not known, or not published).
/// </param>
/// <param name="Day">
/// The day that is skipped, or on which the period that adds days applies; the first of January of a year that is not known.
/// </param>
/// <param name="Country">Whose free day it is, ISO 3166-1 alpha-2.</param>
/// <param name="Days">Business days that come on top.</param>
/// <param name="Name">Of the holiday, the peak period, the area.</param>
public sealed record PromiseReason(string Code, DateOnly? Day = null, string? Country = null, int? Days = null, LocalizedText? Name = null);
