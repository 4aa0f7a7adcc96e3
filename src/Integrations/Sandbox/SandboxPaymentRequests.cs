using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Integrations.Sandbox;

// What the shop asks of the sandbox's payment provider. The signature covers the body, not the address: the body names the order too.

/// <summary>Body of <c>POST /api/sandbox/payments</c>.</summary>
/// <param name="Reference">Tells the requests of one order apart.</param>
public sealed record SandboxPaymentRequest(
    string OrderId,
    string OrderNumber,
    Money Due,
    PaymentMethod Method,
    DateTimeOffset Until,
    string Reference = ""
);

/// <summary>Body of <c>POST /api/sandbox/payments/{orderId}/refunds</c>.</summary>
public sealed record SandboxRefundRequest(string OrderId, Money Amount);

/// <summary>Body of <c>POST /api/sandbox/payments/{orderId}/cancel</c>.</summary>
public sealed record SandboxCancelRequest(string OrderId);
