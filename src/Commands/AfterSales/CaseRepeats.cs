using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask.Client;
using Orders.Functions.Documents;
using Orders.Functions.Domain.AfterSales;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Views;
using Orders.Functions.Storage.Orders;

namespace Orders.Functions.Commands.AfterSales;

/// <summary>
/// Knows the call again that files a case for a second time: under its <c>Idempotency-Key</c> it gets the case that the first one filed,
/// however that stands by now.
/// </summary>
public sealed class CaseRepeats(OrderStore orders, CaseTexts texts, CaseHandOver handOver)
{
    /// <returns>What came of the first call under this key; null if this is the first, or has no key.</returns>
    public async Task<Outcome<CaseState>?> FindAsync(
        DurableTaskClient client,
        OrderRecord record,
        CaseKind kind,
        FilingCall? call,
        CancellationToken cancellation
    )
    {
        var order = record.Order;
        var known = record.Cases.FirstOrDefault(filed => filed.Kind == kind && call is not null && filed.FiledUnder?.Key == call.Key);
        if (known is null)
            return null;
        if (await texts.RequestAsync(order.CustomerId, known.FiledUnder!, cancellation) != call!.Fingerprint)
            return new Refusal(Refused.KeyReuse, ReasonCode.KeyReused) { Locale = order.Locale };

        // Who asks again had no answer the first time; the order may not have heard of it either.
        if (known is { IsOpen: true, Sequence: 0 })
            await handOver.RepeatAsync(client, record, kind, cancellation);
        return new Done<CaseState>(await orders.FindCaseAsync(order.OrderId, kind, known.CaseId, cancellation) ?? known);
    }

    /// <summary>The same, after a case could not be stored because another of this key was first.</summary>
    public async Task<Outcome<CaseState>?> FindAgainAsync(
        DurableTaskClient client,
        string orderId,
        CaseKind kind,
        FilingCall? call,
        CancellationToken cancellation
    ) =>
        call is not null && await orders.FindAsync(orderId, cancellation) is { } now
            ? await FindAsync(client, now, kind, call, cancellation)
            : null;

    /// <summary>What a case keeps of the call that files it.</summary>
    public async Task<FiledUnder?> KeepAsync(Order order, FilingCall? call, CancellationToken cancellation) =>
        call is null
            ? null
            : new FiledUnder(call.Key, await texts.SealRequestAsync(order.CustomerId, call.Key, call.Fingerprint, cancellation));
}

/// <summary>A call that files a case under a key of the storefront's.</summary>
/// <param name="Key">The <c>Idempotency-Key</c>.</param>
/// <param name="Fingerprint">Of all that it asks.</param>
public sealed record FilingCall(string Key, string Fingerprint)
{
    /// <summary>Lines as one text, as they were asked.</summary>
    public static string Of(IEnumerable<ParcelLine> lines) =>
        string.Join('\n', lines.Select(line => FormattableString.Invariant($"{line.Quantity} {line.Sku}")));

    /// <returns>Null without a key.</returns>
    public static FilingCall? Of(string? key, IReadOnlyList<CleanFile> files, params ReadOnlySpan<string> asked)
    {
        if (key is null)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in asked)
            Add(text);
        foreach (var file in files)
            Add(file.Original?.Sha256 ?? file.Sha256);
        return new FilingCall(key, Convert.ToHexStringLower(hash.GetCurrentHash()));

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
