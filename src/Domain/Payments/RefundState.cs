using System.Text.Json.Serialization;
using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.Payments;

/// <summary>Money on its way back to the customer.</summary>
/// <param name="Key">Tells the refunds of one order apart: <c>cancel</c>, <c>excess:evt_1</c>.</param>
/// <param name="Reference">The payment provider's id of it, or of the transfer that was made by hand.</param>
/// <param name="At">When it came into its status.</param>
public sealed record RefundState(string Key, Money Amount, RefundStatus Status, string? Reference, DateTimeOffset At)
{
    /// <inheritdoc cref="RefundReceipt" path="/param[@name='Link']"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Link { get; init; }

    /// <summary>It waits for the customer, who has to say how they want to have it.</summary>
    [JsonIgnore]
    public bool WaitsForCustomer => Status == RefundStatus.Sent && Link is not null;

    [JsonIgnore]
    public bool IsOpen => Status is not (RefundStatus.Settled or RefundStatus.Returned);
}

public enum RefundStatus
{
    /// <summary>The payment provider has taken it over and has not confirmed it.</summary>
    Sent,

    /// <summary>The customer has the money.</summary>
    Settled,

    /// <summary>The payment provider would not: a person pays it, or has it tried again.</summary>
    Failed,

    /// <summary>Crypto cannot go back the way it came: a person sends it to the address that the customer is asked for.</summary>
    InKind,

    /// <summary>It came back to the shop after the payment provider had taken it over: another is owed in its place.</summary>
    Returned,
}
