using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>
/// How money that is told of after an order's end is named in its books: by the payment or dispute, with a word before it that tells whose
/// entry it is.
/// </summary>
public static class LateEntries
{
    private const string Late = "late/";

    public static string Capture(string paymentId) => $"{Late}capture:{paymentId}";

    public static string Dispute(string disputeId) => $"{Late}disputed:{disputeId}";

    public static string DisputeWon(string disputeId) => $"{Late}dispute_won:{disputeId}";

    /// <summary>
    /// The entry by which a payment or dispute that nobody had named gets its name. There is one, however many are told of by names: the
    /// first has it.
    /// </summary>
    /// <param name="id">Of the payment or dispute.</param>
    /// <param name="name">See <see cref="PaymentIds.NameOf"/>.</param>
    public static LedgerEntry Named(string id, Money amount, string name, DateTimeOffset at) =>
        new(NamedKey(id), LedgerKind.Named, amount, at, name);

    /// <summary>The key that the order itself would have booked a dispute under.</summary>
    public static string InTime(string key) => key[Late.Length..];

    /// <summary>The key of the refund of money that came late.</summary>
    public static string RefundKey(string eventId) => $"late:{eventId}";

    /// <summary>The part of that refund which the customer's bank had made before.</summary>
    public static string ByBank(string eventId) => $"refunded_by_dispute:{RefundKey(eventId)}";

    /// <summary>Each payment that was told of: those that the order knew, and those that came after its end.</summary>
    /// <param name="known">As the order knew them.</param>
    public static IReadOnlyList<PaymentState> Payments(IReadOnlyCollection<PaymentState> known, IReadOnlyCollection<LedgerEntry> ledger)
    {
        var all = known.ToDictionary(payment => payment.Id, StringComparer.Ordinal);
        foreach (var entry in ledger.Where(entry => entry.Key.StartsWith(Capture(""), StringComparison.Ordinal)))
        {
            var id = entry.Key[Capture("").Length..];
            var isNameless = id == entry.Reference || id.EndsWith($"/{entry.Amount}", StringComparison.Ordinal);
            var name =
                all.TryGetValue(id, out var before) ? before.Name
                : isNameless ? null
                : id;
            all[id] = new(id, entry.Amount, PaymentStatus.Received, null, entry.At) { Name = name };
        }

        return [.. all.Values.Select(payment => payment with { Name = payment.Name ?? NameIn(ledger, payment.Id) })];
    }

    /// <summary>The same of disputes.</summary>
    public static IReadOnlyList<DisputeState> Disputes(IReadOnlyCollection<DisputeState> known, IReadOnlyCollection<LedgerEntry> ledger)
    {
        var late =
            from entry in ledger
            let prefix = entry.Kind == LedgerKind.DisputeWon ? DisputeWon("") : Dispute("")
            where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
            group entry by entry.Key[prefix.Length..];
        var all = known.ToDictionary(dispute => dispute.Id, StringComparer.Ordinal);
        foreach (var told in late)
        {
            var first = told.First();
            var isNameless = all.ContainsKey(told.Key) || told.Any(entry => entry.Reference == told.Key);
            var dispute = all.GetValueOrDefault(told.Key, new(told.Key, first.Amount, DisputeStatus.Open, first.At));
            all[told.Key] = dispute with
            {
                Name = dispute.Name ?? (isNameless ? null : told.Key),
                Status = told.Any(entry => entry.Kind == LedgerKind.DisputeWon) ? DisputeStatus.Won : dispute.Status,
            };
        }

        return [.. all.Values.Select(dispute => dispute with { Name = dispute.Name ?? NameIn(ledger, dispute.Id) })];
    }

    private static string? NameIn(IEnumerable<LedgerEntry> ledger, string id) =>
        ledger.FirstOrDefault(entry => entry.Key == NamedKey(id))?.Reference;

    private static string NamedKey(string id) => $"{Late}named:{id}";
}
