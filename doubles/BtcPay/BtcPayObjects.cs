using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Doubles.BtcPay;

/// <summary>A page on which coins are taken, at a rate that stays.</summary>
internal sealed class Invoice
{
    public required string Id { get; init; }

    public required decimal Amount { get; init; }

    public required string Currency { get; init; }

    /// <summary>Of one coin, in the invoice's currency.</summary>
    public required decimal Rate { get; init; }

    public required int ConfirmationsNeeded { get; init; }

    public required decimal Tolerance { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public required DateTimeOffset MonitoredUntil { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Metadata { get; init; }

    public required string CheckoutLink { get; init; }

    public required string RedirectUrl { get; init; }

    public string Status { get; set; } = "New";

    public string AdditionalStatus { get; set; } = "None";

    public List<Payment> Payments { get; } = [];

    public string? OrderId => Metadata.TryGetValue("orderId", out var id) ? id.GetString() : null;

    /// <summary>In coins, rounded up to their smallest unit.</summary>
    public decimal Due => Math.Ceiling(Amount / Rate * 100_000_000m) / 100_000_000m;

    public decimal Paid => Payments.Where(payment => !payment.IsDropped).Sum(payment => payment.Value);

    public decimal Confirmed =>
        Payments.Where(payment => !payment.IsDropped && payment.Confirmations >= ConfirmationsNeeded).Sum(payment => payment.Value);

    public bool IsEnough(decimal coins) => coins >= Due * (100 - Tolerance) / 100;

    public string StatusOf(Payment payment) =>
        payment.IsDropped ? "Invalid"
        : payment.Confirmations >= ConfirmationsNeeded ? "Settled"
        : "Processing";

    public JsonObject Json(string store) =>
        new()
        {
            ["id"] = Id,
            ["storeId"] = store,
            ["amount"] = Amount.ToString(CultureInfo.InvariantCulture),
            ["paidAmount"] = Math.Round(Paid * Rate, 2).ToString(CultureInfo.InvariantCulture),
            ["currency"] = Currency,
            ["type"] = "Standard",
            ["checkoutLink"] = CheckoutLink,
            ["createdTime"] = Created.ToUnixTimeSeconds(),
            ["expirationTime"] = Expires.ToUnixTimeSeconds(),
            ["monitoringExpiration"] = MonitoredUntil.ToUnixTimeSeconds(),
            ["status"] = Status,
            ["additionalStatus"] = AdditionalStatus,
            ["availableStatusesForManualMarking"] = new JsonArray(),
            ["archived"] = false,
            ["metadata"] = MetadataJson(),
        };

    public JsonArray MethodsJson() =>
        [
            new JsonObject
            {
                ["paymentMethodId"] = "BTC-CHAIN",
                ["currency"] = "BTC",
                ["rate"] = Rate.ToString(CultureInfo.InvariantCulture),
                ["amount"] = Due.ToString(CultureInfo.InvariantCulture),
                ["due"] = (Due - Paid).ToString(CultureInfo.InvariantCulture),
                ["totalPaid"] = Paid.ToString(CultureInfo.InvariantCulture),
                ["paymentMethodPaid"] = Paid.ToString(CultureInfo.InvariantCulture),
                ["paymentMethodFee"] = "0",
                ["activated"] = true,
                ["payments"] = new JsonArray([.. Payments.Where(payment => !payment.IsDropped).Select(JsonOf)]),
            },
        ];

    public JsonObject JsonOf(Payment payment) =>
        new()
        {
            ["id"] = payment.Id,
            ["receivedDate"] = payment.Received.ToUnixTimeSeconds(),
            ["value"] = payment.Value.ToString(CultureInfo.InvariantCulture),
            ["fee"] = "0",
            ["status"] = StatusOf(payment),
            ["destination"] = $"bcrt1q{Id.ToLowerInvariant()}",
        };

    public JsonObject MetadataJson() =>
        new(Metadata.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, JsonNode.Parse(field.Value.GetRawText()))));
}

/// <summary>One transaction's coins.</summary>
internal sealed record Payment(string Id, decimal Value, DateTimeOffset Received)
{
    public int Confirmations { get; set; }

    /// <summary>Another took its place (RBF), or its coins were spent otherwise.</summary>
    public bool IsDropped { get; set; }
}

/// <summary>Money that lies ready for whoever opens its page.</summary>
internal sealed class PullPayment
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string Description { get; init; }

    public required string Currency { get; init; }

    public required decimal Amount { get; init; }

    public required string ViewLink { get; init; }

    /// <summary>The invoice that it refunds.</summary>
    public required Invoice Invoice { get; init; }

    public bool Archived { get; set; }

    public List<Payout> Payouts { get; } = [];

    public decimal Claimed => Payouts.Where(payout => payout.State != "Cancelled").Sum(payout => payout.Amount);

    public JsonObject Json() =>
        new()
        {
            ["id"] = Id,
            ["name"] = Name,
            ["description"] = Description,
            ["currency"] = Currency,
            ["amount"] = Amount.ToString(CultureInfo.InvariantCulture),
            ["autoApproveClaims"] = false,
            ["archived"] = Archived,
            ["viewLink"] = ViewLink,
        };
}

/// <param name="Amount">In the pull payment's currency.</param>
internal sealed record Payout(string Id, PullPayment Of, decimal Amount, DateTimeOffset At)
{
    public string State { get; set; } = "AwaitingApproval";

    public JsonObject Json() =>
        new()
        {
            ["id"] = Id,
            ["revision"] = 0,
            ["pullPaymentId"] = Of.Id,
            ["date"] = At.ToUnixTimeSeconds(),
            ["destination"] = "bcrt1qcustomer",
            ["originalCurrency"] = Of.Currency,
            ["originalAmount"] = Amount.ToString(CultureInfo.InvariantCulture),
            ["payoutCurrency"] = "BTC",
            ["payoutAmount"] = State == "AwaitingApproval" ? null : "0.001",
            ["payoutMethodId"] = "BTC-CHAIN",
            ["state"] = State,
        };
}
