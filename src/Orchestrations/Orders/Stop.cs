using Orders.Functions.Domain.Ordering;
using Orders.Functions.Domain.Status;

namespace Orders.Functions.Orchestrations.Orders;

/// <summary>Why an order stops before hand-over.</summary>
/// <param name="By">The customer, the shop or the system.</param>
/// <param name="RequestId">Of the cancel request, if somebody asked for it.</param>
internal sealed record Stop(IReadOnlyList<Reason> Reasons, Actor By, string? RequestId = null)
{
    public static Stop Asked(CancelRequest request) => new([request.Reason ?? ReasonCode.CustomerRequest], request.By, request.EventId);
}
