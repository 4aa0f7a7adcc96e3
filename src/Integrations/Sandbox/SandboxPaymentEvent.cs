using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Payments;

namespace Orders.Functions.Integrations.Sandbox;

/// <summary>Body of <c>POST /api/webhooks/payments/sandbox</c>.</summary>
/// <param name="Reference">The company's id of the payment, refund or dispute, the same in every event that tells of it.</param>
/// <param name="Confirmations">For crypto: how deep the transaction is.</param>
public sealed record SandboxPaymentEvent(
    string EventId,
    string OrderId,
    PaymentUpdateType Type,
    Money Amount,
    string? Method = null,
    int? Confirmations = null,
    string? Reference = null
);
