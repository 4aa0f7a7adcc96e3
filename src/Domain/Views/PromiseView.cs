using Orders.Functions.Domain.Promises;
using Orders.Functions.Domain.Shipping;

namespace Orders.Functions.Domain.Views;

/// <summary>A promise as it is shown.</summary>
/// <param name="HandlingBy">Until then the carrier has the parcel.</param>
/// <param name="From">The first moment of the first day on which it may come.</param>
/// <param name="To">The last moment of the last day.</param>
/// <param name="Provisional">A calendar that it was counted by is not published, or not known, for one of its years.</param>
public sealed record PromiseView(
    DateTimeOffset HandlingBy,
    DateTimeOffset From,
    DateTimeOffset To,
    string CalendarVersion,
    bool Provisional,
    IReadOnlyList<WhyView> Why
)
{
    public static PromiseView Of(Promise promise, string locale) =>
        new(
            promise.HandlingBy,
            promise.From,
            promise.To,
            promise.CalendarVersion,
            promise.Why.Any(reason => reason.Code is PromiseReasonCode.CalendarMissing or PromiseReasonCode.CalendarProvisional),
            [
                .. promise.Why.Select(reason => new WhyView(
                    reason.Code,
                    reason.Day,
                    reason.Country,
                    reason.Days,
                    PromiseTexts.For(reason, locale)
                )),
            ]
        );
}

/// <inheritdoc cref="PromiseReason"/>
/// <param name="Text">In the reader's language.</param>
public sealed record WhyView(PromiseReasonCode Reason, DateOnly? Day, string? Country, int? Days, string Text);
