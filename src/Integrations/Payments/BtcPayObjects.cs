using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orders.Functions.Integrations.Payments;

/// <summary>An invoice as BTCPay tells of it: a page on which coins are taken at a rate that stays.</summary>
/// <param name="Status">New, Processing, Expired, Invalid or Settled.</param>
/// <param name="AdditionalStatus">None, PaidLate, PaidPartial, Marked, Invalid or PaidOver.</param>
/// <param name="PaidAmount">In the invoice's currency, confirmed or not; null from servers that do not say.</param>
public sealed record BtcPayInvoice(
    string Id,
    decimal Amount,
    string Currency,
    string Status,
    string? AdditionalStatus,
    string? CheckoutLink,
    decimal? PaidAmount,
    JsonElement Metadata
)
{
    /// <summary>It takes coins in time.</summary>
    [JsonIgnore]
    public bool IsOpen => Status == "New";

    /// <summary>It takes no more coins in time, and nothing of what came is waited for.</summary>
    [JsonIgnore]
    public bool HasEnded => Status is "Settled" or "Expired" or "Invalid";

    /// <summary>Something was paid on it, as far as can be seen from it.</summary>
    [JsonIgnore]
    public bool MayHavePayments =>
        PaidAmount is not 0 || Status is "Processing" or "Settled" || AdditionalStatus is not (null or "None" or "Marked");

    /// <summary>The order that it is for; null if it is none of ours: a store may sell in other ways too.</summary>
    [JsonIgnore]
    public string? Order => Attempt is null ? null : Text("orderId");

    /// <summary>The key of the attempt.</summary>
    [JsonIgnore]
    public string? Attempt => Text(BtcPayNames.Attempt);

    private string? Text(string name) =>
        Metadata.ValueKind == JsonValueKind.Object && Metadata.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()
            : null;
}

/// <summary>A kind of coin that an invoice can be paid with, and the payments made with it.</summary>
/// <param name="Rate">What one coin is worth in the invoice's currency; fixed when the invoice was made.</param>
public sealed record BtcPayMethod(string PaymentMethodId, decimal Rate, IReadOnlyList<BtcPayPayment>? Payments);

/// <param name="ReceivedDate">Unix seconds.</param>
/// <param name="Value">In coins.</param>
/// <param name="Fee">The part of it that pays for the network, and not for the invoice; in coins.</param>
/// <param name="Status">Processing, Settled or Invalid.</param>
public sealed record BtcPayPayment(string Id, long ReceivedDate, decimal Value, decimal Fee, string Status);

/// <summary>An invoice that is to be made (POST /stores/{storeId}/invoices).</summary>
public sealed record BtcPayNewInvoice(
    string Amount,
    string Currency,
    IReadOnlyDictionary<string, string> Metadata,
    BtcPayCheckout Checkout
);

public sealed record BtcPayCheckout
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SpeedPolicy { get; init; }

    public required long ExpirationMinutes { get; init; }

    public required long MonitoringMinutes { get; init; }

    /// <summary>How much of it, in per cent, may be missing.</summary>
    public required decimal PaymentTolerance { get; init; }

    [JsonPropertyName("redirectURL")]
    public required string RedirectUrl { get; init; }
}

/// <summary>A refund that is to be made (POST /stores/{storeId}/invoices/{invoiceId}/refund).</summary>
public sealed record BtcPayNewRefund(string Name, string Description, string RefundVariant, string CustomAmount, string CustomCurrency);

/// <summary>Money that lies ready for whoever opens its page, and says there where it should go.</summary>
/// <param name="Archived">Nothing more can be claimed of it.</param>
public sealed record BtcPayPullPayment(string Id, string? Name, string Currency, decimal Amount, bool Archived, string ViewLink);

/// <summary>What was claimed of a pull payment.</summary>
/// <param name="OriginalAmount">In the pull payment's currency.</param>
/// <param name="State">AwaitingApproval, AwaitingPayment, InProgress, Completed or Cancelled.</param>
public sealed record BtcPayPayout(string Id, decimal OriginalAmount, string State);

/// <summary>The names under which BTCPay keeps what is ours.</summary>
internal static class BtcPayNames
{
    /// <summary>The key of the attempt, in an invoice's metadata.</summary>
    public const string Attempt = "attempt";

    private const string Refund = "Refund ";
    private const string Infix = ":refund:";
    private const char Again = '#';

    /// <summary>How a pull payment is called: it has no other place for what is ours.</summary>
    /// <param name="key">Of the refund: order, <c>:refund:</c>, and which of the order.</param>
    /// <param name="attempt">The first, or another after one that came to nothing.</param>
    public static string OfRefund(string key, int attempt) =>
        attempt == 1 ? Refund + key : FormattableString.Invariant($"{Refund}{key}{Again}{attempt}");

    /// <summary>Order and key of the refund that a pull payment is; null if it is none of ours.</summary>
    public static (string Order, string Key)? ReadRefund(string? name)
    {
        if (name is null || !name.StartsWith(Refund, StringComparison.Ordinal))
            return null;
        var key = name[Refund.Length..].Split(Again)[0];
        return key.IndexOf(Infix, StringComparison.Ordinal) is var at and > 0 ? (key[..at], key[(at + Infix.Length)..]) : null;
    }
}
