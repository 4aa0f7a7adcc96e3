using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.Storefront;

/// <summary>One thing that the storefront is told of an order. Never personal data.</summary>
/// <param name="Sequence">Rises by one with each message of the order, from 1.</param>
/// <param name="Type">One of <see cref="StorefrontEvents.All"/>.</param>
/// <param name="Status">Of the order, when it happened.</param>
/// <param name="Parcel">The number of the parcel that it is about.</param>
/// <param name="CaseId">The claim, return or request that it is about.</param>
public sealed record StorefrontMessage(
    string OrderId,
    int Sequence,
    string Type,
    DateTimeOffset At,
    OrderStatus Status,
    int? Parcel = null,
    string? CaseId = null
)
{
    /// <summary>Somebody asked for it once more: then its age does not matter.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The header <c>webhook-id</c>: the same over all tries and replays.</summary>
    [JsonIgnore]
    public string Id => string.Create(CultureInfo.InvariantCulture, $"msg_{OrderId}_{Sequence}");

    /// <summary>What is posted: <c>type</c>, <c>timestamp</c> and thin <c>data</c>; the same each time.</summary>
    public byte[] Body(string orderNumber) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Type,
                Timestamp = At.ToUniversalTime(),
                Data = new
                {
                    OrderId,
                    OrderNumber = orderNumber,
                    Status,
                    Sequence,
                    Href = $"/api/orders/{Uri.EscapeDataString(OrderId)}",
                    Parcel,
                    ClaimId = CaseOf("claim"),
                    Rma = CaseOf("return"),
                    RequestId = CaseOf("request"),
                },
            },
            OrderJson.Options
        );

    private string? CaseOf(string kind) => Type.StartsWith(kind + ".", StringComparison.Ordinal) ? CaseId : null;
}
