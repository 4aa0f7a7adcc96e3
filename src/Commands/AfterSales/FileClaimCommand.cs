using Microsoft.DurableTask.Client;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Customers;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>Stores a claim's case file, and has the order take it up. A claim that is refused leaves nothing behind.</summary>
public sealed class FileClaimCommand(ContactStore contacts, ClaimDesk desk, CaseRepeats repeats, CaseHandOver handOver)
{
    /// <param name="record">The claim's order, as it was read when the claim came.</param>
    /// <returns>The claim as it was stored.</returns>
    public async Task<Outcome<CaseState>> RunAsync(
        DurableTaskClient client,
        OrderRecord record,
        ClaimToFile asked,
        CancellationToken cancellation
    )
    {
        var order = record.Order;
        Refusal Refusal(Reasons reason) => new(Refused.Claim, reason) { Locale = order.Locale };
        var call = FilingCall.Of(asked.Key, asked.Photos, [OrderJson.Name(asked.Kind), FilingCall.Of(asked.Lines), asked.Description]);
        if (await repeats.FindAsync(client, record, CaseKind.Claim, call, cancellation) is { } earlier)
            return earlier;
        var errors = new FieldErrors();
        Check(order, asked, errors);
        if (errors.Any)
            return new Unfit(errors);
        if (ClaimRules.Against(order, record.State, record.Parcels, record.Cases, asked.Kind, asked.Lines, asked.FiledAt) is { } reason)
        {
            await handOver.RepeatAsync(client, record, CaseKind.Claim, cancellation);
            var taken = asked
                .Lines.Select(line =>
                    CaseUnits.AgainstClaim(order, record.State, record.Parcels, record.Cases, asked.Kind, line, asked.FiledAt)
                )
                .FirstOrDefault(conflict => conflict?.Reason.Code == reason);
            return Refusal(reason) with { Case = taken?.Case };
        }

        if (await contacts.FindAsync(order.CustomerId, order.OrderId, cancellation) is null)
            return Refusal(ReasonCode.ContactErased);
        var under = await repeats.KeepAsync(order, call, cancellation);
        var (claim, first) = await desk.FileAsync(record, asked, under, cancellation);
        if (first is not null)
            return await repeats.FindAgainAsync(client, order.OrderId, CaseKind.Claim, call, cancellation)
                ?? Refusal(first.Reason) with
                {
                    Case = first.Case,
                };
        return await handOver.FileAsync(client, record, claim, cancellation) is { } refusal ? Refusal(refusal) : new Done<CaseState>(claim);
    }

    private static void Check(Order order, ClaimToFile asked, FieldErrors errors)
    {
        foreach (var (i, line) in asked.Lines.Index())
        {
            var ordered = order.Lines.Where(one => one.Sku == line.Sku).Sum(one => one.Quantity);
            if (ordered == 0)
                errors.Add(FormattableString.Invariant($"lines[{i}].sku"), "Is not in this order.");
            else if (line.Quantity > ordered)
                errors.Add(
                    FormattableString.Invariant($"lines[{i}].quantity"),
                    FormattableString.Invariant($"Only {ordered} were ordered.")
                );
        }

        if (asked.Photos.Count == 0 && ClaimRules.NeedsPhotos(asked.Kind))
            errors.Add("photos", "A claim of this kind needs a photo at least.");
    }
}

/// <summary>A claim as the customer makes it.</summary>
public sealed record ClaimToFile
{
    public required ClaimKind Kind { get; init; }

    public required IReadOnlyList<ParcelLine> Lines { get; init; }

    /// <summary>In the customer's words.</summary>
    public required string Description { get; init; }

    public required IReadOnlyList<CleanFile> Photos { get; init; }

    /// <summary>When it reached us: what counts, however long its photos took.</summary>
    public required DateTimeOffset FiledAt { get; init; }

    /// <summary>The <c>Idempotency-Key</c>; null if there is none.</summary>
    public string? Key { get; init; }
}
