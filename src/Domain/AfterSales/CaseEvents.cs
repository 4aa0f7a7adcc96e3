using Orders.Functions.Domain.Status;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>How an order hears of a case that was filed with it.</summary>
public static class CaseEvents
{
    /// <summary>
    /// The event of a stored case: always the same under the same id, so that an order that is told twice takes it up once.
    /// </summary>
    public static (string Name, string EventId, object Payload) Of(CaseState filed)
    {
        switch (filed.Kind)
        {
            case CaseKind.Claim:
                var claim = ClaimFiled.Of(filed);
                return (OrderEvents.ClaimFiled, claim.EventId, claim);
            case CaseKind.Request:
                var request = ServiceRequest.Of(filed);
                return (OrderEvents.ServiceRequest, request.EventId, request);
            case CaseKind.Return:
                var requested = ReturnRequested.Of(filed);
                return (OrderEvents.ReturnRequested, requested.EventId, requested);
            default:
                throw new ArgumentOutOfRangeException(nameof(filed), filed.Kind, "Not a kind of case.");
        }
    }
}
