using Orders.Functions.Domain.Ordering;

namespace Orders.Functions.Domain.AfterSales;

/// <summary>What operations are reminded of while a case waits for them: <c>claim_waits</c>, <c>claim_overdue</c>, <c>request_waits</c> …</summary>
public static class CaseAlerts
{
    public static string Waits(CaseKind kind) => $"{OrderJson.Name(kind)}_waits";

    public static string Overdue(CaseKind kind) => $"{OrderJson.Name(kind)}_overdue";

    /// <summary>Its order has not taken it up.</summary>
    public const string Stuck = "case_stuck";

    /// <summary>The key of an alert, by its kind.</summary>
    public static string Key(string kind, string caseId) => $"{kind}:{caseId}";

    /// <summary>The keys of all alerts that a case may have.</summary>
    public static IReadOnlyList<string> KeysOf(CaseKind kind, string caseId) => [Key(Waits(kind), caseId), Key(Overdue(kind), caseId), Key(Stuck, caseId)];
}
