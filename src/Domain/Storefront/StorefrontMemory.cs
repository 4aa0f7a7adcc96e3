using System.Globalization;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Storefront;

/// <summary>
/// What an order has told the storefront so far: how many messages, and of the last step of each of its writers which, so that a step that
/// is repeated, or decided again, tells nothing twice.
/// </summary>
/// <param name="Count">The sequence of the last message.</param>
/// <param name="Status">Of the order, as its last step left it; null before it is known.</param>
public sealed record StorefrontMemory(int Count, OrderStatus? Status, IReadOnlyDictionary<string, ToldStep> Told)
{
    public static StorefrontMemory None { get; } = new(0, null, new Dictionary<string, ToldStep>(StringComparer.Ordinal));

    /// <summary>Numbers what a step tells that was not told of it before.</summary>
    /// <returns>The messages, and what is remembered with them.</returns>
    public (StorefrontMemory After, IReadOnlyList<StorefrontMessage> Messages) Tell(StorefrontStep step)
    {
        var status = step.Status ?? Status ?? OrderStatus.Placed;
        var told = Told.GetValueOrDefault(step.Source);
        if (told?.Sequence > step.Sequence)
            return (this, []);
        var before = told?.Sequence == step.Sequence ? told.What : [];

        List<StorefrontMessage> messages = [];
        List<string> said = [];
        foreach (var (type, at, parcel, caseId) in step.News())
        {
            // A step may tell the same twice, of two scans: those are told apart by their place among their like.
            var what = $"{type}|{parcel}|{caseId}";
            var place = said.Count(one => one == what);
            said.Add(what);
            if (before.Count(one => one == what) <= place)
                messages.Add(new(step.OrderId, Count + messages.Count + 1, type, at, status, parcel, caseId));
        }

        if (messages.Count == 0)
            return (this, []);
        var all = before.Concat(messages.Select(message => $"{message.Type}|{message.Parcel}|{message.CaseId}"));
        var after = new Dictionary<string, ToldStep>(Told, StringComparer.Ordinal) { [step.Source] = new(step.Sequence, [.. all]) };
        return (new(Count + messages.Count, status, after), messages);
    }
}

/// <summary>What was told of a step.</summary>
/// <param name="What">Each message as type, parcel and case.</param>
public sealed record ToldStep(int Sequence, IReadOnlyList<string> What);

/// <summary>A step of an order, parcel or case, as the storefront is told of it.</summary>
/// <param name="Source">Who took the step; with the sequence it tells a repeated step from a second one.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Status">The order's, after it; null for a step of a parcel or case.</param>
/// <param name="IsNewStatus">The order came into that status with it.</param>
public sealed record StorefrontStep(
    string OrderId,
    string Source,
    int Sequence,
    DateTimeOffset At,
    OrderStatus? Status,
    bool IsNewStatus,
    IReadOnlyList<TimelineEntry> Timeline
)
{
    /// <summary>What is told of it, in order: what happened, and then the status that came of it.</summary>
    internal IEnumerable<(string Type, DateTimeOffset At, int? Parcel, string? CaseId)> News()
    {
        foreach (var line in Timeline)
        {
            if (StorefrontEvents.Of(line.Kind) is { } type)
                yield return (type, line.Time, ParcelOf(line), CaseOf(line));
        }

        if (IsNewStatus && Status is { } status && StorefrontEvents.Of(status) is { } became)
            yield return (became, At, null, null);
    }

    private int? ParcelOf(TimelineEntry line) =>
        line.Facts?.TryGetValue("parcel", out var number) == true && int.TryParse(number, CultureInfo.InvariantCulture, out var told) ? told
        : Source is ['p', .. var own] && int.TryParse(own, CultureInfo.InvariantCulture, out var parcel) ? parcel
        : null;

    private static string? CaseOf(TimelineEntry line) =>
        line.Facts is { } facts
            ? facts.GetValueOrDefault("case")
                ?? facts.GetValueOrDefault("claim")
                ?? facts.GetValueOrDefault("rma")
                ?? facts.GetValueOrDefault("request")
            : null;
}
