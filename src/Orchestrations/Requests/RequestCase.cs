using Orders.Functions.Domain.AfterSales;

namespace Orders.Functions.Orchestrations.Requests;

/// <summary>What an after-sales request's orchestration is started with: references only.</summary>
public sealed record RequestCase(string OrderId, ServiceRequest Filed);
