using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Views;

/// <summary>The timeline as the customer reads it: oldest first, in their language, and without what went wrong at the shop's desk.</summary>
public static class CustomerTimeline
{
    /// <param name="language"><c>zh-CN</c> or <c>en</c>.</param>
    public static IReadOnlyList<(TimelineEntry Entry, string Text)> Of(
        OrderRecord record,
        IReadOnlyList<TimelineEntry> timeline,
        string language
    )
    {
        var several = record.Parcels.Count > 1;
        return
        [
            .. timeline
                .Where(entry => !IsOfOperations(entry.Kind))
                .OrderBy(entry => entry.Time)
                .Select(entry =>
                {
                    var text = TimelineTexts.For(entry, language, record.Names);
                    return (entry, several && entry.Parcel is { } parcel ? Of(parcel, text).In(language) : text);
                }),
        ];
    }

    private static LocalizedText Of(int parcel, string text) =>
        new(FormattableString.Invariant($"Parcel {parcel}: {text}"), FormattableString.Invariant($"包裹 {parcel}：{text}"));

    /// <summary>A command of operations that was refused changed nothing, and is no business of the customer's.</summary>
    private static bool IsOfOperations(TimelineKind kind) =>
        kind is TimelineKind.ReviewDecisionRefused or TimelineKind.RefundDecisionRefused or TimelineKind.HoldDecisionRefused;
}
