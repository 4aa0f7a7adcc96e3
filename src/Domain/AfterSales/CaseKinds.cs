using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

public static class CaseKinds
{
    /// <summary>The instance id of a case's orchestration: where its events are raised.</summary>
    public static string InstanceId(string orderId, CaseKind kind, string caseId) => $"{orderId}-{OrderJson.Name(kind)}-{caseId}";
}
